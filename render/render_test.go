package render

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/render/internal/example"
)

var update = flag.Bool("update", false, "write the golden files anew")

func someMarks() []Mark {
	return []Mark{
		{Rule: "AVL001", Severity: "error", Path: "services.lb", Summary: "If lb@lb-1 fails, everything is gone"},
		{Rule: "AVL002", Severity: "error", Path: "services.db.replication", Subject: "db@server-1", Summary: "If db@server-1 fails, writes come back by hand"},
		{Rule: "TLS001", Severity: "error", Path: "services.lb.listen[0]", Summary: "Plain HTTP"},
		{Rule: "MDL005", Severity: "warning", Path: "services.lb.uses.web.balance", Summary: "No effect"},
		{Rule: "NET002", Severity: "info", Path: "servers.server-1", Summary: "No firewall"},
		{Rule: "MON001", Severity: "error", Path: "services", Summary: "Nothing is monitored"},
		{Rule: "AVL003", Severity: "undecided", Path: "services.web", Subject: "web@server-2", Summary: "Nobody knows how long it takes"},
	}
}

func draw(t testing.TB, a *model.Architecture, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := SVG(&b, a, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func writeDOT(t testing.TB, a *model.Architecture, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := DOT(&b, a, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	o := Options{Marks: someMarks()}
	for name, got := range map[string]string{
		"two-server.svg": draw(t, example.TwoServers(), o),
		"two-server.dot": writeDOT(t, example.TwoServers(), o),
		"shop.dot":       writeDOT(t, example.Shop(), Options{}),
	} {
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not what it was; look at it, and run go test ./render -update if it is right:\n%s", name, got)
		}
	}
}

// parseSVG reads the whole picture and returns what is written in it, and all
// ids.
func parseSVG(t testing.TB, text string) (words []string, ids map[string]int) {
	t.Helper()
	ids = map[string]int{}
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return words, ids
		}
		if err != nil {
			t.Fatalf("no XML: %v\n%s", err, text)
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "svg", "g", "title", "desc", "defs", "path", "rect", "text", "use":
			default:
				t.Errorf("there is a <%s>", token.Name.Local)
			}
			for _, attribute := range token.Attr {
				if attribute.Name.Local == "id" {
					ids[attribute.Value]++
				}
				if strings.HasPrefix(attribute.Name.Local, "on") {
					t.Errorf("there is a handler %s", attribute.Name.Local)
				}
			}
		case xml.CharData:
			if word := strings.TrimSpace(string(token)); word != "" {
				words = append(words, word)
			}
		}
	}
}

// TestNothingInvisible: what a reader cannot see is in no picture, be it in
// its texts, its tips or its names.
func TestNothingInvisible(t *testing.T) {
	for _, test := range example.All() {
		o := Options{Marks: []Mark{{Rule: example.Evil, Severity: example.Evil, Path: "services.b", Summary: example.Evil}}}
		for format, text := range map[string]string{"SVG": draw(t, test.Architecture, o), "DOT": writeDOT(t, test.Architecture, o)} {
			for _, r := range text {
				if r != '\n' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
					t.Fatalf("%s: there is %U in the %s", test.Name, r, format)
				}
			}
		}
	}
}

func TestSVGIsWellFormed(t *testing.T) {
	for _, test := range example.All() {
		t.Run(test.Name, func(t *testing.T) {
			text := draw(t, test.Architecture, Options{Marks: []Mark{
				{Rule: example.Evil, Severity: example.Evil, Path: "services.b", Subject: example.Evil, Summary: strings.Repeat(example.Evil, 50)},
			}})
			_, ids := parseSVG(t, text)
			for id, count := range ids {
				if count > 1 {
					t.Errorf("the id %s is there %d times", id, count)
				}
				if !strings.HasPrefix(id, "loadpath-") {
					t.Errorf("the id %s does not begin with our own name", id)
				}
			}
		})
	}
}

func TestSVGSaysWhatMatters(t *testing.T) {
	words, _ := parseSVG(t, draw(t, example.TwoServers(), Options{Marks: someMarks()}))
	all := strings.Join(words, "\n")
	for _, word := range []string{
		"Two-server web infrastructure", "Internet", "rack-1", "lb-1", "server-1", "server-2",
		"HAProxy · :80", "MySQL · :3306", "HTTP · active", "HTTP · backup", "reads", "writes", "replication",
		"primary", "replica · async", "AVL001", "AVL002", "TLS001", "MDL005", "NET002", "MON001",
		"Nothing is monitored", "error", "warning", "undecided", "info",
	} {
		if !strings.Contains(all, word) {
			t.Errorf("%q is not in the picture", word)
		}
	}
}

// TestKeyExplainsThinnedLines: where one line stands for many, and only
// there.
func TestKeyExplainsThinnedLines(t *testing.T) {
	for _, test := range []struct {
		a    *model.Architecture
		want bool
	}{{example.Shop(), true}, {example.TwoServers(), false}} {
		words, _ := parseSVG(t, draw(t, test.a, Options{}))
		if got := slices.Contains(words, "all N") && slices.Contains(words, "one line drawn for many"); got != test.want {
			t.Errorf("%s: the key explains thinned lines: %t, want %t", test.a.Name, got, test.want)
		}
	}
}

func TestSameBytes(t *testing.T) {
	for _, test := range example.All() {
		first := draw(t, test.Architecture, Options{Marks: someMarks()})
		for range 3 {
			if draw(t, test.Architecture, Options{Marks: someMarks()}) != first {
				t.Errorf("%s: the same input gives another picture", test.Name)
			}
		}
	}
	if draw(t, example.Shop(), Options{}) != draw(t, example.Shop(), Options{}) {
		t.Error("an equal architecture gives another picture")
	}
}

func TestDOTIsReadByGraphviz(t *testing.T) {
	path, err := exec.LookPath("dot")
	if err != nil {
		t.Skip("Graphviz's dot is not installed: the DOT text is not read by it here")
	}
	for _, test := range example.All() {
		t.Run(test.Name, func(t *testing.T) {
			command := exec.Command(path, "-Tsvg")
			command.Stdin = strings.NewReader(writeDOT(t, test.Architecture, Options{Marks: someMarks()}))
			var problems bytes.Buffer
			command.Stderr = &problems
			out, err := command.Output()
			if err != nil || strings.Contains(problems.String(), "syntax error") {
				t.Fatalf("%v: %s", err, problems.String())
			}
			if strings.Contains(string(out), "<script") {
				t.Error("a text of the user became an element")
			}
		})
	}
}

func TestNothingToDraw(t *testing.T) {
	if err := SVG(io.Discard, nil, Options{}); err == nil {
		t.Error("SVG of nothing has no error")
	}
	if err := DOT(io.Discard, nil, Options{}); err == nil {
		t.Error("DOT of nothing has no error")
	}
}

// fullDisk takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestErrorsOfTheWriterShow(t *testing.T) {
	if err := SVG(fullDisk{}, example.TwoServers(), Options{}); err == nil {
		t.Error("SVG does not tell that nothing was written")
	}
	if err := DOT(fullDisk{}, example.TwoServers(), Options{}); err == nil {
		t.Error("DOT does not tell that nothing was written")
	}
}

func BenchmarkSVGSample(b *testing.B) {
	a := example.TwoServers()
	for b.Loop() {
		draw(b, a, Options{Marks: someMarks()})
	}
}

func BenchmarkSVGShop(b *testing.B) {
	a := example.Shop()
	for b.Loop() {
		draw(b, a, Options{})
	}
}

func BenchmarkSVG10000Services(b *testing.B) {
	a := example.Services(10_000)
	for b.Loop() {
		draw(b, a, Options{})
	}
}
