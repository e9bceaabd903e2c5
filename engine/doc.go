// Package engine runs and watches the stack of an architecture: it starts the
// project that compose makes of it, waits until the architecture's flows answer,
// says what runs and what does not, and moves the role of a primary.
//
// Projects are started by the program docker compose; everything else goes
// through the client of the container engine. Only what bears the labels of the
// architecture is ever touched.
//
// What was decided about a stack and does not follow from its architecture, who
// is primary now above all, is kept in the project's folder. The data say the
// same: whoever is not the primary there starts read-only.
package engine
