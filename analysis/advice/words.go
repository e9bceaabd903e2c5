package advice

import "strconv"

// joined is a sentence with further clauses: "a, and b" or "a, b, and c".
func joined(sentence string, clauses []string) string {
	for i, clause := range clauses {
		if i == len(clauses)-1 {
			clause = "and " + clause
		}
		sentence += ", " + clause
	}
	return sentence
}

// listed joins names as people do: "a, b and c".
func listed(names []string) string {
	text := names[0]
	for i, name := range names[1:] {
		if i == len(names)-2 {
			text += " and " + name
		} else {
			text += ", " + name
		}
	}
	return text
}

// number is a small number as a word.
func number(n int) string {
	words := [...]string{"none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
	if n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}
