package font

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWidth(t *testing.T) {
	for _, test := range []struct {
		text      string
		style     Style
		low, high float64
	}{
		{"", Style{Size: 12}, 0, 0},
		{"i", Style{Size: 100}, 20, 35},
		{"M", Style{Size: 100}, 80, 100},
		{"MySQL", Style{Size: 10}, 25, 35},
		{"ž", Style{Size: 100}, 50, 65},
		{"漢字", Style{Size: 10}, 20, 22},
		{"e\u0301", Style{Size: 100}, 50, 65},
	} {
		if got := test.style.Width(test.text); got < test.low || got > test.high {
			t.Errorf("Width(%q) at %v = %.1f, want %v to %v", test.text, test.style, got, test.low, test.high)
		}
	}
	if plain, bold := (Style{Size: 12}).Width("server-1"), (Style{Size: 12, Bold: true}).Width("server-1"); bold <= plain {
		t.Errorf("bold is %.1f wide and plain %.1f, want bold wider", bold, plain)
	}
}

func TestFit(t *testing.T) {
	style := Style{Size: 12}
	for _, text := range []string{"web", "a-very-long-name-of-a-server-in-a-datacentre-42", strings.Repeat("W", 10_000), strings.Repeat("漢", 10_000)} {
		got := style.Fit(text, 100)
		if width := style.Width(got); width > 100 {
			t.Errorf("Fit(%.20q) is %.1f wide, want at most 100", text, width)
		}
		if style.Width(text[:min(len(text), 300)]) > 100 && !strings.Contains(got, Ellipsis) {
			t.Errorf("Fit(%.20q) = %q, want an ellipsis", text, got)
		}
	}
	if got := style.Fit("a-very-long-name-of-a-server-42", 100); !strings.HasPrefix(got, "a-very") || !strings.HasSuffix(got, "-42") {
		t.Errorf("Fit keeps %q, want both ends", got)
	}
}

func TestWrap(t *testing.T) {
	style := Style{Size: 12}
	got := style.Wrap("one two three four five six seven eight nine ten eleven twelve", 100, 2)
	if len(got) != 2 || !strings.HasPrefix(got[0], "one two") || !strings.Contains(got[1], Ellipsis) || !strings.HasSuffix(got[1], "twelve") {
		t.Errorf("Wrap = %q, want two full lines, the last one fitted", got)
	}
	if got := style.Wrap("", 100, 2); len(got) != 0 {
		t.Errorf("Wrap of nothing = %q, want nothing", got)
	}
}

func FuzzFit(f *testing.F) {
	f.Add("server-1", 80.0)
	f.Add("\xff\x00…漢", 20.0)
	f.Fuzz(func(t *testing.T, text string, limit float64) {
		style := Style{Size: 12, Bold: true}
		if limit < 20 || limit > 1e6 || len(text) > 4096 {
			t.Skip()
		}
		got := style.Fit(text, limit)
		if style.Width(got) > limit {
			t.Errorf("Fit(%q, %v) = %q, %v wide", text, limit, got, style.Width(got))
		}
		if utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Errorf("Fit(%q) = %q breaks a character", text, got)
		}
	})
}
