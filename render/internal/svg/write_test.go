package svg

import (
	"strings"
	"testing"
)

func TestNumber(t *testing.T) {
	for x, want := range map[float64]string{0: "0", -0.01: "0", 1: "1", 1.25: "1.3", -3.14: "-3.1", 12345.678: "12345.7"} {
		if got := number(x); got != want {
			t.Errorf("number(%v) = %s, want %s", x, got, want)
		}
	}
}

func TestEscape(t *testing.T) {
	for text, want := range map[string]string{
		`a & b < c > "d"`:     "a &amp; b &lt; c &gt; &quot;d&quot;",
		"line\nline\ttab":     "line line tab",
		"a\x00\x1b\x7f\u202e": "a",
		"\xff\ufffe":          "\uFFFD",
		"é漢":                  "é漢",
	} {
		if got := escape(text); got != want {
			t.Errorf("escape(%q) = %q, want %q", text, got, want)
		}
	}
	if got := escape(strings.Repeat("漢", 5000)); len(got) > maxText+10 || strings.Contains(got, "\uFFFD") {
		t.Errorf("a long text becomes %d bytes, %q at its end", len(got), got[len(got)-10:])
	}
}

func TestIdentifier(t *testing.T) {
	if got, want := identifier(`a"><b> é.1`), "a___b____1"; got != want {
		t.Errorf("identifier = %s, want %s", got, want)
	}
}

// TestEverySignIsDrawn: a sign without a drawing of its own is a square.
func TestEverySignIsDrawn(t *testing.T) {
	square := iconPath("no such sign")
	for _, name := range []string{
		"internet", "client", "address", "empty", "load-balancer", "web-server", "application-server", "database", "cache", "queue",
		"worker", "monitoring", "custom", "external", "zone", "server", "firewall", "lock", "stack", "error", "warning", "undecided", "info",
	} {
		if iconPath(name) == square {
			t.Errorf("%s has no sign", name)
		}
	}
}
