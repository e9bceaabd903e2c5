package engine

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode"
)

func TestLogLines(t *testing.T) {
	var out bytes.Buffer
	l := &lines{w: &out, width: 5, sorted: true}
	for name, log := range map[string]string{
		"a@s-1": "2026-01-01T00:00:02Z second\n2026-01-01T00:00:04Z \x1b[2Jfourth\tone",
		"door":  "2026-01-01T00:00:01Z first\r\n2026-01-01T00:00:03Z \n",
	} {
		if err := l.read(name, strings.NewReader(log)); err != nil {
			t.Fatal(err)
		}
	}
	l.flush()
	want := "door  | first\na@s-1 | second\ndoor  | \na@s-1 | ␛[2Jfourth    one\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

func FuzzLogLines(f *testing.F) {
	f.Add("2026-01-01T00:00:02Z a\x1b]0;x\x07\n")
	f.Add(strings.Repeat("x", longestLine+10))
	f.Fuzz(func(t *testing.T, log string) {
		var out bytes.Buffer
		l := &lines{w: &out}
		if err := l.read("a", strings.NewReader(log)); err != nil && err != io.ErrUnexpectedEOF {
			t.Fatal(err)
		}
		for _, r := range out.String() {
			if r != '\n' && !unicode.IsPrint(r) {
				t.Fatalf("%q reaches the terminal", r)
			}
		}
	})
}

func TestProgress(t *testing.T) {
	for _, test := range []struct {
		name     string
		terminal bool
		width    int
		want     string
	}{
		{"a file", false, 0, "db: starting\nweb: starting\ndb: healthy\nfetching\n"},
		{"a terminal", true, 20, "  db  starting\n" +
			"\x1b[1A\x1b[J  db   starting\n  web  starting\n" +
			"\x1b[2A\x1b[J  db   healthy\n  web  starting\n" +
			"\x1b[2A\x1b[Jfetching\n  db   healthy\n  web  starting\n"},
		{"a narrow terminal", true, 8, "  db  s\n\x1b[1A\x1b[J  db   \n  web  \n\x1b[2A\x1b[J  db   \n  web  \n\x1b[2A\x1b[Jfetching\n  db   \n  web  \n"},
	} {
		var out bytes.Buffer
		p := NewProgress(&out, test.terminal, test.width, 10)
		p.Set("db", "starting")
		p.Set("web", "starting")
		p.Set("web", "starting")
		p.Set("db", "healthy")
		p.Say("fetching")
		p.End()
		if out.String() != test.want {
			t.Errorf("%s:\ngot  %q\nwant %q", test.name, out.String(), test.want)
		}
	}
}
