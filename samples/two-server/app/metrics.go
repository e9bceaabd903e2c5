package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

// buckets are the upper bounds of the histogram of durations, in seconds.
var buckets = [...]float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5}

// A metrics counts requests and their durations, for Prometheus.
type metrics struct {
	mutex     sync.Mutex
	requests  map[series]int
	durations map[string]*histogram
}

// A series is a path, as it was routed, and the status that was answered.
type series struct {
	path string
	code int
}

type histogram struct {
	below [len(buckets)]int // how many took up to that long
	count int
	sum   float64 // seconds
}

func newMetrics() *metrics {
	return &metrics{requests: map[series]int{}, durations: map[string]*histogram{}}
}

// observe counts one request.
func (m *metrics) observe(path string, code int, took time.Duration) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.requests[series{path, code}]++
	h := m.durations[path]
	if h == nil {
		h = &histogram{}
		m.durations[path] = h
	}
	h.count++
	h.sum += took.Seconds()
	for i, bound := range buckets {
		if took.Seconds() <= bound {
			h.below[i]++
		}
	}
}

func (m *metrics) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	m.write(w)
}

// write writes the Prometheus text format, always in the same order.
func (m *metrics) write(w io.Writer) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	fmt.Fprint(w, "# HELP http_requests_total Requests by path and status code.\n# TYPE http_requests_total counter\n")
	for _, s := range slices.SortedFunc(maps.Keys(m.requests), func(a, b series) int {
		return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.code, b.code))
	}) {
		fmt.Fprintf(w, "http_requests_total{path=%q,code=\"%d\"} %d\n", s.path, s.code, m.requests[s])
	}
	fmt.Fprint(w, "# HELP http_request_duration_seconds How long requests took.\n# TYPE http_request_duration_seconds histogram\n")
	for _, path := range slices.Sorted(maps.Keys(m.durations)) {
		h := m.durations[path]
		for i, bound := range buckets {
			fmt.Fprintf(w, "http_request_duration_seconds_bucket{path=%q,le=\"%g\"} %d\n", path, bound, h.below[i])
		}
		fmt.Fprintf(w, "http_request_duration_seconds_bucket{path=%q,le=\"+Inf\"} %d\n", path, h.count)
		fmt.Fprintf(w, "http_request_duration_seconds_sum{path=%q} %g\n", path, h.sum)
		fmt.Fprintf(w, "http_request_duration_seconds_count{path=%q} %d\n", path, h.count)
	}
}
