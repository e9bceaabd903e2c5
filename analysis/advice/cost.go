package advice

// Cost is what a change asks for. Changes are proposed in this order: what is
// written in a configuration before what is bought.
type Cost uint8

// The costs, the smallest first.
const (
	Setting       Cost = iota // a setting of what is there
	Protection                // a health check, a retry, a way to other servers
	Instance                  // a service on another server that is there, or moved to it
	NewServer                 // another server
	NewZone                   // another zone, with a server in it or moved to it
	NewController             // software that has to be run, such as what promotes
)

// String is the cost in words.
func (c Cost) String() string {
	return [...]string{"a setting", "a check, a retry or another way", "an instance on another server", "a new server", "a new zone", "more software to run"}[c]
}
