// Package compose turns an architecture into a stack that runs: a docker
// compose project with the configuration of every software in it. It is pure:
// the same architecture gives the same files, and nothing is started.
//
// An instance becomes a container, a server a set of containers that fail
// together, the network between servers one or several networks of containers.
// Everything has a fixed address, so that no name has to be looked up while a
// server is down.
//
// Where no firewall is written all containers are on one network, and every
// port is open to every one of them, as it would be. Where there are firewalls,
// each listener is bound to its addresses on the networks of those who may
// reach it, and to no other: what a firewall forbids does not connect.
//
// The clients are part of the stack, and no part of the architecture: a door
// for each, which alone publishes ports on 127.0.0.1 and forwards to the entry
// as clients would reach it. So an address that moves really moves, and whoever
// asks the door sees what a user sees.
//
// What cannot be run is refused, or listed; nothing is dropped in silence.
package compose
