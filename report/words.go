package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

// sentences is a paragraph under construction.
type sentences []string

// add appends a sentence, which ends in its full stop.
func (s *sentences) add(format string, args ...any) {
	*s = append(*s, capital(fmt.Sprintf(format, args...)))
}

// user appends a text of the user's, which may lack its full stop.
func (s *sentences) user(text string) {
	text = markdown.Text(text)
	if text == "" {
		return
	}
	if !strings.ContainsAny(text[len(text)-1:], ".!?:") {
		text += "."
	}
	*s = append(*s, text)
}

func (s sentences) String() string { return strings.Join(s, " ") }

// capital begins a sentence.
func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// list joins words: "a", "a and b", "a, b and c".
func list(words []string, conjunction string) string {
	if len(words) == 0 {
		return ""
	}
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}

// many is how many words a list has before the rest of them are counted.
const many = 12

// capped keeps the first of very many words and counts the others.
func capped(words []string) []string {
	if len(words) <= many {
		return words
	}
	return append(words[:many-2:many-2], strconv.Itoa(len(words)-many+2)+" others")
}

// codes is a list of names as code.
func codes(names []string, conjunction string) string {
	words := make([]string, len(names))
	for i, name := range names {
		words[i] = code(name)
	}
	return list(capped(words), conjunction)
}

// number writes small numbers as words.
func number(n int) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

// count is a number with its noun: "one server", "two servers".
func count(n int, one, many string) string {
	if n == 1 {
		return number(n) + " " + one
	}
	return number(n) + " " + many
}

// plural picks a form.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// about is a span of time that was computed: tenths of a second below ten
// seconds, whole seconds above.
func about(d model.Duration) string {
	if time.Duration(d).Round(100*time.Millisecond) == 0 {
		return "less than 0.1s"
	}
	return "about " + rounded(d)
}

// rounded is a span in seconds, or in tenths where it is short.
func rounded(d model.Duration) string {
	span := time.Duration(d)
	if span >= 10*time.Second {
		return model.Duration(span.Round(time.Second)).String()
	}
	return strconv.FormatFloat(span.Round(100*time.Millisecond).Seconds(), 'f', -1, 64) + "s"
}

// percent is a share of time.
func percent(share float64) string {
	return strconv.FormatFloat(share*100, 'g', 8, 64) + " %"
}

// isTrue tells whether a switch was written and is on.
func isTrue(b *bool) bool { return b != nil && *b }
