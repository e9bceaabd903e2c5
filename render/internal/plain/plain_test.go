package plain

import (
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestLine(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "",
		"web":                        "web",
		" a\tb\r\nc\u2028d\u00a0 e ": "a b c d e",
		"a\x00b\x1b[31m\x7f\u009b":   "ab[31m",
		"evil\u202egpj.exe\u202c":    "evilgpj.exe",
		"\u2066a\u2069\u061cb\u200e": "ab",
		"a\u200bb\u200dc\u00add":     "abcd",
		"\ufeffa\ufffe\uffff":        "a",
		"a\ufe0f\U000E0041\u3164":    "a",
		"\xff":                       "\uFFFD",
		"é 漢 עברית × …":              "é 漢 עברית × …",
	} {
		if got := Line(text); got != want {
			t.Errorf("Line(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzLine(f *testing.F) {
	f.Add("a\u202eb\x00\xff \n")
	f.Fuzz(func(t *testing.T, text string) {
		got := Line(text)
		if !utf8.ValidString(got) {
			t.Fatalf("Line(%q) = %q is no UTF-8", text, got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) {
				t.Errorf("Line(%q) = %q keeps %U", text, got, r)
			}
		}
		if again := Line(got); again != got {
			t.Errorf("Line(%q) = %q, and again %q", text, got, again)
		}
	})
}
