package engine

import (
	"maps"
	"testing"
)

func TestVersions(t *testing.T) {
	for _, test := range []struct {
		text   string
		want   string
		old    bool
		refuse bool
	}{
		{"2.40.3-3\n", "2.40", false, false},
		{"v5.0.1", "5.0", false, false},
		{"2.24.0", "2.24", false, false},
		{"2.23.9", "2.23", true, false},
		{"1.29.2", "1.29", true, false},
		{"dev", "", false, true},
		{"", "", false, true},
		{"99999999999999999999.1", "", false, true},
	} {
		v, ok := parseVersion(test.text)
		if ok == test.refuse {
			t.Errorf("parseVersion(%q): %v", test.text, ok)
		}
		if ok && (v.String() != test.want || v.before(oldestCompose) != test.old) {
			t.Errorf("parseVersion(%q) = %s, too old: %v", test.text, v, v.before(oldestCompose))
		}
	}
}

func TestLastWords(t *testing.T) {
	for text, want := range map[string]string{
		" Container a  Starting\nError: no \x1b[31mspace\n\n": "Error: no ␛[31mspace",
		"": "it failed and said nothing",
	} {
		if got := lastWords(text); got != want {
			t.Errorf("lastWords(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestHashes(t *testing.T) {
	got := parseHashes("db.server-1 0f3a\nlb.lb-1 77\n\nhalf\n")
	if want := map[string]string{"db.server-1": "0f3a", "lb.lb-1": "77"}; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestStaleContainers(t *testing.T) {
	there := []running{{id: "a", labels: map[string]string{labelHash: "1"}}, {id: "b", network: "container:a"}, {id: "c", network: "container:gone"}}
	for i, want := range []bool{true, false, true} {
		if got := there[i].differs("2", there); got != want {
			t.Errorf("container %s: %v, want %v", there[i].id, got, want)
		}
	}
	if there[0].differs("1", there) {
		t.Error("one of the same hash is taken for stale")
	}
}
