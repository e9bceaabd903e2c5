package report

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
)

const hostile = "<script>alert(1)</script> | `code` **bold** [link](javascript:x) &amp; \x1b[31m\u202e\n\n# heading\n| a | b |\n"

func TestHostileTextIsInert(t *testing.T) {
	a := twoServer()
	a.Title, a.Description, a.Owner = hostile, hostile, hostile
	a.Links = []model.Link{{Title: hostile, URL: "https://example.com/a b)<c>"}}
	a.Groups[0].Title, a.Groups[0].Description, a.Groups[0].OS = hostile, hostile, hostile
	a.Services[0].Title, a.Services[0].Description, a.Services[0].Version = hostile, hostile, hostile
	a.Services[1].Static, a.Services[2].Build = hostile, hostile
	a.Flows = []*model.Flow{{Name: "read", Title: hostile, Kind: model.ReadFlow, EntersName: "lb"}}
	a.Assumptions = []*model.Assumption{{Perfect: "rack-1", Because: hostile}}
	in := input(t, a, nil)
	in.Picture = "a b](x).svg"
	in.Findings = []findings.Finding{{Rule: "AVL001", Severity: findings.Error, Path: "services.lb", Summary: hostile, Detail: hostile,
		Waiver: &model.Waiver{Because: hostile, Until: hostile}}}
	got := written(t, in)
	prose := regexp.MustCompile("`[^`\n]*`").ReplaceAllString(strings.ReplaceAll(got, "\\`", ""), "")
	for _, bad := range []string{`<script`, `[^\\]\]\(javascript`, `\x1b`, "\u202e", `\n# heading`, `\n\| a`, `[^\\]\*\*bold`, `[^\\]\]\(x\)`} {
		if at := regexp.MustCompile(bad).FindString(prose); at != "" {
			t.Errorf("the write-up contains %q", at)
		}
	}
	if !strings.Contains(got, "&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("the user's text is not there at all")
	}
	bar := regexp.MustCompile(`(^|[^\\])\|`)
	for line := range strings.Lines(got) {
		if strings.HasPrefix(line, "|") {
			if cells := len(bar.FindAllString(line, -1)); cells != 3 {
				t.Errorf("%d bars in a row of two columns: %s", cells, line)
			}
		}
	}
}

func TestParagraphsBeginNoBlock(t *testing.T) {
	for text, want := range map[string][]string{
		"one\ntwo\n\nthree": {"one two", "three"},
		"# no heading":      {`\# no heading`},
		"- no item":         {`\- no item`},
		"1. no item":        {`1\. no item`},
		"2026) no item":     {`2026\) no item`},
		"2026 is a year":    {"2026 is a year"},
		"===":               {`\===`},
		"\n \n":             nil,
		"\x00\n\nafter":     {"after"},
	} {
		if got := paragraphs(text); strings.Join(got, "§") != strings.Join(want, "§") {
			t.Errorf("paragraphs(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzEscape(f *testing.F) {
	f.Add(hostile)
	f.Add("a\\|b")
	f.Fuzz(func(t *testing.T, text string) {
		for _, paragraph := range append(paragraphs(text), markdown.Text(text), code(text), address(text)) {
			if strings.ContainsFunc(paragraph, func(c rune) bool { return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) }) {
				t.Errorf("%q keeps a control character: %q", text, paragraph)
			}
		}
		escaped := markdown.Text(text)
		if strings.ContainsAny(escaped, "<>") {
			t.Errorf("%q keeps HTML: %q", text, escaped)
		}
		for i, c := range []byte(escaped) {
			if strings.IndexByte("`*_[]|~", c) >= 0 && (i == 0 || escaped[i-1] != '\\') {
				t.Errorf("%q keeps %q bare: %q", text, c, escaped)
			}
		}
		if inner := strings.Trim(code(text), "`"); strings.Contains(inner, "`") {
			t.Errorf("%q ends its code: %q", text, inner)
		}
		if strings.ContainsAny(address(text), "<>()[] |") {
			t.Errorf("%q ends its link: %q", text, address(text))
		}
	})
}

func TestSameInputSameBytes(t *testing.T) {
	first := written(t, input(t, twoServer(), nil))
	for range 5 {
		if again := written(t, input(t, twoServer(), nil)); again != first {
			t.Fatal("two runs differ")
		}
	}
}

// broken is a writer that takes nothing.
type broken struct{}

var errBroken = errors.New("no room")

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestWriteErrorIsReturned(t *testing.T) {
	if err := Markdown(broken{}, input(t, twoServer(), nil)); !errors.Is(err, errBroken) {
		t.Errorf("Markdown returned %v, want %v", err, errBroken)
	}
}

func TestLeastArchitectureHasNoEmptySection(t *testing.T) {
	got := written(t, input(t, &model.Architecture{
		Name:     "least",
		Groups:   []*model.Group{{Name: "a"}},
		Services: []*model.Service{{Name: "job", Kind: model.Worker, On: []string{"a"}}},
	}, nil))
	lines := strings.Split(strings.TrimSpace(got), "\n")
	for i, line := range lines {
		isHeading := strings.HasPrefix(line, "#")
		if isHeading && (i+1 == len(lines) || i+2 < len(lines) && strings.HasPrefix(lines[i+2], "## ") && !strings.HasPrefix(line, "# ")) {
			t.Errorf("the section %q is empty:\n%s", line, got)
		}
	}
}
