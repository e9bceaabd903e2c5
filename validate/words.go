package validate

import (
	"fmt"
	"strings"
)

// shown is how many names of a list a message writes out.
const shown = 8

// and writes names as people do: "a", "a and b", "a, b and c", and "a, b and 7
// more" for a long list.
func and(names []string) string { return joined(names, " and ") }

// or is as and is, for one of several.
func or(names []string) string { return joined(names, " or ") }

func joined(names []string, last string) string {
	if len(names) > shown {
		names = append(names[:shown-1:shown-1], fmt.Sprintf("%d more", len(names)-shown+1))
	}
	n := len(names) - 1
	if n <= 0 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:n], ", ") + last + names[n]
}

// each is what a function makes of every thing in a list.
func each[T, R any](things []T, f func(T) R) []R {
	var all []R
	for _, thing := range things {
		all = append(all, f(thing))
	}
	return all
}

// plural is the verb or noun that fits a number of things.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
