package model

// Problem is a mistake that only the whole architecture shows: a reference to
// nothing, a circle of zones, two servers of one name.
type Problem struct {
	Path    Path
	Message string
	// Suggestion is the name that was probably meant, or empty.
	Suggestion string
}
