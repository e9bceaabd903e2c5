package drill

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/loadpath/loadpath/analysis"
)

// Question is how a flow is asked through the front door.
type Question struct {
	Flow   string
	Method string
	URL    string
	// Unasked is why it is not; Method and URL are empty then.
	Unasked string
}

// Options are what is broken, and how.
type Options struct {
	// Kinds are how things are broken; without any they crash.
	Kinds []analysis.Kind
	// Only are names as analyze parses them: "web@server-1", "server-1", "web",
	// "app..db@server-2". Without any, everything is broken that the analysis
	// looks at.
	Only []string
	// Pairs: those that stop a flow together are broken, too. Where Only names
	// something, a pair has to have one of that.
	Pairs bool
	// Connections: each way between two instances is cut, too.
	Connections bool
	// Sample is how many trials are made of all there are, drawn by Seed; 0:
	// all.
	Sample int
	Seed   uint64
	// Rate is how many requests a second each flow is sent; 0 for 10.
	Rate float64
}

// The rates of requests that a drill may send each flow: with fewer an outage of
// seconds cannot be told from a few errors, and more than that is a test of
// load.
const (
	usualRate = 10
	leastRate = 5
	mostRate  = 50
)

// settled are the options with their defaults, the kinds in order.
func (o Options) settled() (Options, error) {
	o.Kinds = slices.Compact(slices.Sorted(slices.Values(o.Kinds)))
	if len(o.Kinds) == 0 {
		o.Kinds = []analysis.Kind{analysis.Crash}
	}
	o.Rate = cmp.Or(o.Rate, usualRate)
	switch {
	case !(o.Rate >= leastRate && o.Rate <= mostRate):
		return o, fmt.Errorf("%v requests a second: write %d to %d", o.Rate, leastRate, mostRate)
	case o.Sample < 0:
		return o, fmt.Errorf("a sample of %d: write how many trials are made, or 0 for all", o.Sample)
	}
	return o, nil
}
