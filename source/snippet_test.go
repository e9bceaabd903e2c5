package source

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWriteSnippet(t *testing.T) {
	at := func(line, from, to int) Range {
		return Range{File: "a.cue", Start: Pos{line, from}, End: Pos{line, to}}
	}
	long := strings.Repeat("abcdefghi ", 20)
	tests := map[string]struct {
		text  string
		r     Range
		style Style
		want  string
	}{
		"a word": {
			text: "one\nkind: \"servce\"\n", r: at(2, 7, 15),
			want: " 2 | kind: \"servce\"\n   |       ^~~~~~~~\n",
		},
		"a place without length": {
			text: "abc\n", r: at(1, 2, 2),
			want: " 1 | abc\n   |  ^\n",
		},
		"behind the end": {
			text: "abc", r: at(1, 9, 12),
			want: " 1 | abc\n   |    ^\n",
		},
		"a range over several lines": {
			text: "a: {\n}\n", r: Range{Start: Pos{1, 4}, End: Pos{2, 2}},
			want: " 1 | a: {\n   |    ^\n",
		},
		"tabs are as wide in both lines": {
			text: "\ta:\tb", r: at(1, 5, 6),
			want: " 1 |     a:  b\n   |         ^\n",
		},
		"wide characters": {
			text: "title: \"世界\" x", r: at(1, 17, 18),
			want: " 1 | title: \"世界\" x\n   |               ^\n",
		},
		"control characters": {
			text: "a\x1b[31mb\u202ec\x9bd", r: at(1, 7, 8),
			want: " 1 | a␛[31mb\ufffdc\ufffdd\n   |       ^\n",
		},
		"a carriage return": {
			text: "abc\r\ndef\r\n", r: at(1, 1, 4),
			want: " 1 | abc\n   | ^~~\n",
		},
		"no such line":  {text: "abc", r: at(3, 1, 2)},
		"nowhere":       {text: "abc"},
		"cut right":     {text: long, r: at(1, 1, 4), style: Style{Width: 35}, want: " 1 | abcdefghi abcdefghi abcdefg...\n   | ^~~\n"},
		"cut left":      {text: long[:59], r: at(1, 55, 60), style: Style{Width: 35}, want: " 1 | ...cdefghi abcdefghi abcdefghi\n   |                          ^~~~~\n"},
		"cut both":      {text: long, r: at(1, 101, 104), style: Style{Width: 35}, want: " 1 | ...defghi abcdefghi abcdefg...\n   |           ^~~\n"},
		"a narrow mark": {text: long, r: at(1, 101, 190), style: Style{Width: 35}, want: " 1 | ...defghi abcdefghi abcdefg...\n   |           ^~~~~~~~~~~~~~~~~\n"},
		"color": {
			text: "abc", r: at(1, 2, 3), style: Style{Color: true},
			want: " \x1b[2m1 |\x1b[0m abc\n \x1b[2m  |\x1b[0m \x1b[1;32m ^\x1b[0m\n",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			WriteSnippet(&b, []byte(tt.text), tt.r, tt.style)
			if got := b.String(); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s\n%q", got, tt.want, got)
			}
		})
	}
}

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"plain":        "plain",
		"größe 世界":     "größe 世界",
		"a\tb\nc":      "a␉b␊c",
		"\x1b]0;x\x07": "␛]0;x␇",
		"\u202egnp":    "\ufffdgnp",
		"bad \xff":     "bad \ufffd",
		"no\u00a0pad":  "no pad",
		"\x7f\u0085":   "␡ ",
	} {
		if got := Printable(in); got != want {
			t.Errorf("Printable(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzWriteSnippet(f *testing.F) {
	f.Add([]byte("\tname: \"世界\"\r\n"), 1, 3, 9, 40)
	f.Add([]byte("\x1b\xff"), 1, 1, 1, 0)
	f.Fuzz(func(t *testing.T, text []byte, line, from, to, width int) {
		r := Range{Start: Pos{line, from}, End: Pos{line, to}}
		var b strings.Builder
		WriteSnippet(&b, text, r, Style{Width: width})
		if b.Len() > 0 && strings.Count(b.String(), "\n") != 2 {
			t.Errorf("not two lines: %q", b.String())
		}
		for _, c := range b.String() {
			if c != '\n' && visible(c) != string(c) && c != utf8.RuneError {
				t.Errorf("%q lets %q through", b.String(), c)
			}
		}
	})
}
