package schema

import (
	"fmt"
	"runtime/metrics"
	"time"

	"github.com/loadpath/loadpath/source"
)

// limits are what the evaluation of an input may take. CUE computes whatever a
// text asks for, and cannot be told to stop.
type limits struct {
	heap uint64        // what the process may hold, in bytes
	time time.Duration // without the time that standard input takes
}

// The usual limits are far above what an architecture needs: one of 10,000
// services takes 0.6 GB and two seconds.
const (
	maxHeap = 4 << 30
	maxTime = 2 * time.Minute
)

// watched loads the input within the limits. An evaluation beyond them is
// given up, but goes on until the process ends.
func (l *loading) watched(path string) (*Document, Errors) {
	type result struct {
		document *Document
		problems Errors
	}
	done := make(chan result, 1)
	go func() {
		d, problems := l.load(path)
		done <- result{d, problems}
	}()
	const often = 10 * time.Millisecond // some MB can be filled meanwhile
	tick := time.NewTicker(often)
	defer tick.Stop()
	for begin := time.Now(); ; {
		// What is given up must not be touched: it goes on writing to l.
		if message := l.limits.exceeded(time.Since(begin)); message != "" {
			return nil, Errors{{Range: source.Range{File: path}, Message: message}}
		}
		select {
		case r := <-done:
			return r.document, r.problems
		case <-tick.C:
		}
	}
}

// exceeded says which limit is passed, or nothing.
func (l limits) exceeded(taken time.Duration) string {
	const remedy = "; look for lists that are multiplied, long ranges and loops within loops, and write less"
	if heapInUse() > l.heap {
		return fmt.Sprintf("takes more than %.3g GiB to evaluate", float64(l.heap)/(1<<30)) + remedy
	}
	if taken >= l.time {
		return fmt.Sprintf("takes longer than %.0f seconds to evaluate", l.time.Seconds()) + remedy
	}
	return ""
}

// heapInUse is what the objects of the process take, in bytes.
func heapInUse() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
