package validate

import (
	"fmt"
	"strings"
)

// shown is how many names of a list a message writes out.
const shown = 8

// and writes names as people do: "a", "a and b", "a, b and c", and "a, b and 7
// more" for a long list.
func and(names []string) string {
	if len(names) > shown {
		names = append(names[:shown-1:shown-1], fmt.Sprintf("%d more", len(names)-shown+1))
	}
	last := len(names) - 1
	if last <= 0 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// names are the names of things.
func names[T any](things []T, name func(T) string) []string {
	all := make([]string, len(things))
	for i, thing := range things {
		all[i] = name(thing)
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

// list writes names as the language does: ["a", "b"].
func list(names []string) string {
	return `["` + strings.Join(names, `", "`) + `"]`
}
