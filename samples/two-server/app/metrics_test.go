package main

import (
	"strings"
	"testing"
	"time"
)

func TestMetrics(t *testing.T) {
	m := newMetrics()
	m.observe("/notes", 200, 20*time.Millisecond)
	m.observe("/notes", 503, 3*time.Second)
	m.observe("/", 200, time.Millisecond)
	var text strings.Builder
	m.write(&text)
	for _, want := range []string{
		"# TYPE http_requests_total counter\nhttp_requests_total{path=\"/\",code=\"200\"} 1\nhttp_requests_total{path=\"/notes\",code=\"200\"} 1\nhttp_requests_total{path=\"/notes\",code=\"503\"} 1\n",
		"http_request_duration_seconds_bucket{path=\"/notes\",le=\"0.01\"} 0\n",
		"http_request_duration_seconds_bucket{path=\"/notes\",le=\"0.025\"} 1\n",
		"http_request_duration_seconds_bucket{path=\"/notes\",le=\"5\"} 2\n",
		"http_request_duration_seconds_bucket{path=\"/notes\",le=\"+Inf\"} 2\n",
		"http_request_duration_seconds_sum{path=\"/notes\"} 3.02\nhttp_request_duration_seconds_count{path=\"/notes\"} 2\n",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is not in\n%s", want, text.String())
		}
	}
}
