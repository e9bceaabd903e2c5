package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/schema"
)

var fenced = regexp.MustCompile("(?ms)^```([a-z]*)\n(.*?)^```$")

// TestReadmeIsTrue: the architecture in the README is the sample's but for its
// descriptions, and the finding in it is printed so.
func TestReadmeIsTrue(t *testing.T) {
	t.Chdir("../..")
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	printed := string(runCommand(t, "validate", "--fail-on", "never", filepath.Join("samples", "two-server")))
	architectures, findings := 0, 0
	for _, block := range fenced.FindAllStringSubmatch(string(readme), -1) {
		switch language, text := block[1], block[2]; {
		case language == "cue":
			architectures++
			document, err := schema.Load("-", schema.Options{Stdin: strings.NewReader(text)})
			if err != nil {
				t.Fatalf("the README's architecture: %v", err)
			}
			if document.Architecture.Name != "two-server" {
				t.Errorf("the README's architecture is %s", document.Architecture.Name)
			}
			sample, err := os.ReadFile("samples/two-server/architecture.cue")
			if err != nil {
				t.Fatal(err)
			}
			if got, want := words(text), words(withoutDescriptions(string(sample))); got != want {
				t.Errorf("the README's architecture is not the sample's:\n%s\n%s", got, want)
			}
		case language == "":
			findings++
			if !strings.Contains(printed, text) {
				t.Errorf("this is not printed:\n%s\nbut this is:\n%s", text, printed)
			}
		}
	}
	if architectures != 1 || findings != 1 {
		t.Errorf("the README has %d architectures and %d findings", architectures, findings)
	}
}

var description = regexp.MustCompile(`(?s)description: +(""".*?"""|"[^"]*")\n`)

func withoutDescriptions(text string) string { return description.ReplaceAllString(text, "") }

func words(text string) string { return strings.Join(strings.Fields(text), " ") }
