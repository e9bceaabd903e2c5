package view

import (
	"slices"
	"strings"

	"github.com/loadpath/loadpath/render/internal/plain"
)

// titled is the title of a thing and, where that is another, the id below it:
// findings speak of ids. A title of which nothing can be seen is none.
func titled(title, name string) (shown, id string) {
	switch shown = plain.Line(title); {
	case shown == "":
		return name, ""
	case strings.EqualFold(shown, plain.Line(name)):
		return shown, ""
	}
	return shown, name
}

// called is what a tip calls a thing: its id, and its title where that is
// another.
func called(title, name string) string {
	shown, id := titled(title, name)
	if id == "" {
		return name
	}
	return dots(name, shown)
}

// dots joins what there is to say about a thing. Nothing is said twice.
func dots(parts ...string) string {
	var said []string
	for _, part := range parts {
		if part != "" && !slices.Contains(said, part) {
			said = append(said, part)
		}
	}
	return strings.Join(said, " · ")
}

// words writes the schema's hyphenated words as people do.
func words(name string) string { return strings.ReplaceAll(name, "-", " ") }
