// Package analysis says what each failure does to each flow: how much of it is
// lost, and what brings it back.
//
// # What is computed
//
// A failure takes an instance, a server, a zone, an external or the way between
// two instances away; Without takes several at once. Its kind says how. A crash
// refuses connections. What hangs accepts them and never answers: a check that
// only connects passes, and a request that was sent is tried elsewhere only
// where a timeout counts as a failure, a write only where that is written. What
// is cut off gets no packets and sends none: to all others it is dead, and
// inside it goes on. To replication, quorums and controllers all three are
// absent members. A way that is cut counts for that pair alone, and the health
// check goes the same way. Cut are connections, and the bonds on which no
// requests go: between copies of the data, between members of a quorum, and
// from a controller to the data. Where it is not promised how those go on
// between whom no packet passes, the flow is worked out for all their fates.
//
// Whether an error is tried again elsewhere hangs on which error it is: a proxy
// whose application is dead answers 502 or 504, an application whose database
// is dead answers 500 or 503, and a proxy hands that on. A request that is
// answered late, after a timeout and at another target, counts as answered,
// unless it waits longer for a connection to a server that is gone than its
// flow may be interrupted for; what is waited for an unknown time counts as in
// time.
//
// For every flow the amount lost is worked out at three horizons: before
// failover (health checks, roles and addresses are as they were), after
// everything automatic has happened, and after a person has done what persons
// do: promote a replica, force a quorum, switch off the waiting for a replica,
// move an address, follow a runbook. The first horizon from which on nothing is
// lost is the recovery. Requests in flight at the moment of the failure are not
// counted. What is automatic takes different times: where a health check may see
// what is over later, the time between the first two horizons is gone through
// from one thing that happens to the next.
//
// An instance is good for a flow when it is alive and every connection that
// the flow needs from it finds a good target; it is partial when the worst of
// those connections loses some requests. Which targets are used is decided by
// what really happens, so a load balancer avoids only what its health check
// sees. An example, a load balancer with an active and a backup web server,
// each with its application on the same server:
//
//	lb -> web@server-1 (active) -> app@server-1 -> db
//	   -> web@server-2 (backup) -> app@server-2 -> db
//
// app@server-1 dies. Before failover lb sends everything to web@server-1,
// which is alive and answers with errors: the flow is lost in total. If the
// check of lb goes through the application, web@server-1 fails it after 2s x 3
// and web@server-2 takes over: the outcome is transient. If the check asks the
// web server alone, it passes for as long as the application is dead: hard.
//
// # How
//
// Most instances of a fleet are alike: nothing tells the tenth web server from
// the eleventh but the server below it. All alike instances of a service are
// one number, the crew, and those of them that something has happened to are
// the strays; how many there are is all that the answer can hang on (exact
// lumping, see census). So a flow costs its services and not its instances, and
// one failure is worked out for the whole crew. What is asked of one flow
// afterwards, such as evidence, is worked out instance by instance, and so are
// flows with a circle.
//
// A flow hangs on nothing but its cone. The cone is a graph of instances and
// of pools (a connection as all instances of the calling service share it), in
// integers, and it holds one more view of the instances for each health check
// on the way: a check may ask for more than the flow does, or for less. Its
// components (Tarjan 1972) are worked out in the order of what needs what. A
// failure marks what it touches, and only components below which something
// has changed are worked out again, as in a build system. So a failure costs
// what depends on it, and a flow costs its cone. What every request has to go
// through is known from the shape of the cone alone (see fatal), so that a
// long chain costs no more than a short one, nor does a zone that holds such a
// thing. Where nothing tells a server that is gone from the instance on it, one
// answer is for both. Of a wide pool whose targets
// all share the requests it is counted how many do what, so that a failure
// costs the targets that it changes; a pool in which the order of the targets
// decides is read through up to the one that takes the requests. Flows are
// worked out side by side, on all processors, and their outcomes put in order
// by counting.
//
// Services that use each other in a circle get the greatest fixpoint: a
// running system works unless something says that it does not (Knaster and
// Tarski; for AND-OR graphs Dowling and Gallier, Journal of Logic Programming
// 1, 1984). Pools that follow their checks are not monotone: a bad target that
// leaves makes a pool better. Without circles that does not matter, as every
// pool is worked out once, after its targets. A circle through such a choice
// may flap, and is said to be undecided where the flow hangs on it.
//
// Where the architecture leaves open how a target is chosen, or who performs
// an automatic failover, the flow is worked out for the better and for the
// worse assumption; if they differ the outcome is undecided, and names what to
// write.
package analysis
