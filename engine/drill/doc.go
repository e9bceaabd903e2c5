// Package drill is the drill without the engine: what is broken in which order
// and what the analysis says of it, frozen before anything is broken; what was
// seen of each flow; and the verdict that lays the two side by side.
//
// A drill is a list of trials. A trial breaks one thing, or a pair, watches the
// flows through the front door, does what a person would do where the analysis
// says that it takes one, restores what was broken, and waits until all is calm
// again. What happens is appended to a journal before it happens, so that
// whatever stops a drill can be undone, and the drill goes on where it stopped.
package drill
