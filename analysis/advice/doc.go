// Package advice finds changes to an architecture that remove a single point
// of failure, by trying them.
//
// A change is one or more edits, each a path and what to write there. It is
// applied to a copy of what was written, the copy is resolved and analysed, and
// only a change after which the flows get over the failure by themselves, and
// which makes no new single point for them, counts as proven. What stays a
// single point beside it is said with it.
//
// An example, a load balancer on lb-1 alone in a rack:
//
//	put lb on a new server lb-2 too, and share its address by VRRP
//	  servers.lb-2: {zone: "rack-1"}
//	  services.lb.on: ["lb-1", "lb-2"]
//	  services.lb.address: {by: "virtual-ip", tracks: "process"}
//	rack-1 remains a single point
//
// A trial looks at a part of the architecture: the flows concerned and all that
// they hang on. What else there is does not change what becomes of them.
package advice
