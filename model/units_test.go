package model

import (
	"testing"
	"time"
)

func TestParseDuration(t *testing.T) {
	for _, test := range []struct {
		text string
		want time.Duration // 0: refused
		back string
	}{
		{"500ms", 500 * time.Millisecond, "500ms"},
		{"30s", 30 * time.Second, "30s"},
		{"1m30s", 90 * time.Second, "1m30s"},
		{"90s", 90 * time.Second, "1m30s"},
		{"1.5h", 90 * time.Minute, "1h30m"},
		{"7d", 7 * 24 * time.Hour, "7d"},
		{"2w", 14 * 24 * time.Hour, "14d"},
		{"1y", 365 * 24 * time.Hour, "1y"},
		{"400d", 400 * 24 * time.Hour, "400d"},
		{"", 0, ""},
		{"30", 0, ""},
		{"s", 0, ""},
		{"-1s", 0, ""},
		{"1fortnight", 0, ""},
		{"0s", 0, ""},
		{"1.2.3s", 0, ""},
		{"300y", 0, ""},
	} {
		d, err := ParseDuration(test.text)
		if (err == nil) != (test.want != 0) {
			t.Errorf("ParseDuration(%q) = %v, %v", test.text, d, err)
			continue
		}
		if err == nil && (time.Duration(d) != test.want || d.String() != test.back) {
			t.Errorf("ParseDuration(%q) = %d %q, want %d %q", test.text, d, d, test.want, test.back)
		}
	}
}

func TestParseSize(t *testing.T) {
	for _, test := range []struct {
		text string
		want Size // -1: refused
		back string
	}{
		{"512MiB", 512 << 20, "512MiB"},
		{"20GB", 20e9, "20GB"},
		{"1.5GiB", 1536 << 20, "1536MiB"},
		{"100B", 100, "100B"},
		{"MiB", -1, ""},
		{"-1B", -1, ""},
		{"9", -1, ""},
		{"99999999TiB", -1, ""},
	} {
		size, err := ParseSize(test.text)
		if (err == nil) != (test.want >= 0) {
			t.Errorf("ParseSize(%q) = %v, %v", test.text, size, err)
			continue
		}
		if err == nil && (size != test.want || size.String() != test.back) {
			t.Errorf("ParseSize(%q) = %d %q, want %d %q", test.text, size, size, test.want, test.back)
		}
	}
}

// FuzzParseDuration: whatever is accepted is written back as the same span.
func FuzzParseDuration(f *testing.F) {
	for _, seed := range []string{"30s", "1m30s", "1.5h", "2w", "1y", "0.001ms"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDuration(text)
		if err != nil || d < Duration(time.Millisecond) || time.Duration(d)%time.Millisecond != 0 {
			return
		}
		if again, err := ParseDuration(d.String()); err != nil || again != d {
			t.Errorf("%q is %d, written %q, read again %d, %v", text, d, d, again, err)
		}
	})
}

func TestPathWithin(t *testing.T) {
	for _, test := range []struct {
		path, of Path
		want     bool
	}{
		{"services.lb.listen[0]", "services.lb", true},
		{"services.lb.listen[0]", "services.lb.listen", true},
		{"services.lb", "services.lb", true},
		{"services.lb-2", "services.lb", false},
		{"services", "services.lb", false},
		{"services.lb", "", true},
	} {
		if got := test.path.Within(test.of); got != test.want {
			t.Errorf("%q within %q: %v", test.path, test.of, got)
		}
	}
}
