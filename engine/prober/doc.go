// Package prober is what is asked from within the network of a container: which
// ports are open there and which of others can be reached, what an encrypted
// port really negotiates, and that nothing passes between two addresses.
//
// The same package is both sides. Inside, the program in the folder below takes
// orders on its input and answers on its output, one JSON value each. Outside,
// the engine writes the orders, and builds the program's image from the source
// that is embedded here. It needs the standard library only, so that the image
// can be built without a network.
package prober
