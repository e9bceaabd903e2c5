// Package formula says how probable it is that a flow is lost.
//
// # Formulas
//
// For every flow it writes two Boolean functions of the things that fail by
// themselves (the process of each instance, each server, zone and external):
// "all requests fail" and "some requests fail". They say the same as package
// analysis says of any set of crashes, after everything automatic has
// happened, or after a person has acted. A server takes its instances with
// it, a zone its servers, so what is shared needs nothing special. A load
// balancer lb with the web servers web@s1 and web@s2, which its check sees
// through, gives
//
//	total = lb@s0 | s0 | (web@s1 | s1) & (web@s2 | s2)
//
// A function is monotone when a further failure never makes it better. Backups
// behind a check that sees too little are not: the target that answers with
// errors keeps the requests as long as it is alive. So formulas hold "not",
// and whether a flow is monotone is told, never assumed.
//
// # Probabilities
//
// Failures are taken to be independent. What is always together is drawn
// together first (modules: Dutuit and Rauzy, IEEE Transactions on Reliability
// 45, 1996; Niemelä, Reliability Engineering and System Safety 44, 1994): of the
// web servers of a zone, each with its application, one event is left. The rest
// becomes a reduced ordered binary decision diagram (Bryant, Graph-based
// algorithms for Boolean function manipulation, IEEE Transactions on Computers
// C-35, 1986), from which the probability and the importance of every component
// follow exactly in one pass (Rauzy, New algorithms for fault trees analysis,
// Reliability Engineering and System Safety 40, 1993). Diagrams can grow
// exponentially: beyond a budget of nodes the figures are two bounds, which
// hold for any function: what the states with few failures lose, and the same
// plus the probability of all other states.
//
// # Time
//
// The unavailability of a flow is the share of time in which it is lost while
// something is being repaired, and the time until what was lost comes back:
//
//	U = P(lost after a person acted) + sum over components of frequency x time to come back
//
// The sum counts single failures only, with the window that package analysis
// computes for what comes back by itself, and an assumed time (or that of the
// runbook) for what a person brings back.
//
// Nothing here recurses on what a user wrote: chains of services and diagrams
// may be as deep as they like.
package formula
