// Package samples_test holds the language's guide against the language: what
// it shows as a whole architecture is one, and its last is the shop.
package samples_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/schema"
)

const guide = "../docs/language.md"

// TestGuideLoads loads every block of the guide that is a whole architecture:
// CUE that begins with its package, and YAML.
func TestGuideLoads(t *testing.T) {
	whole := 0
	for _, block := range blocks(t) {
		file := "architecture.yaml"
		switch {
		case block.language == "cue" && strings.HasPrefix(block.text, "package "):
			file = "architecture.cue"
		case block.language == "yaml":
		default:
			continue
		}
		whole++
		path := filepath.Join(t.TempDir(), file)
		if err := os.WriteFile(path, []byte(block.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := schema.Load(path, schema.Options{}); err != nil {
			t.Errorf("%s:%d: %v", guide, block.line, err)
		}
	}
	if whole < 5 {
		t.Errorf("%s shows %d whole architectures: the test no longer finds them", guide, whole)
	}
}

// TestGuideEndsWithTheShop keeps the copy in the guide equal to the sample.
func TestGuideEndsWithTheShop(t *testing.T) {
	shop, err := os.ReadFile("shop/architecture.cue")
	if err != nil {
		t.Fatal(err)
	}
	all := blocks(t)
	if last := all[len(all)-1]; last.text != string(shop) {
		t.Errorf("%s:%d: the last block is not samples/shop/architecture.cue: copy that here", guide, last.line)
	}
}

// block is a fenced block of the guide.
type block struct {
	language string
	line     int
	text     string
}

func blocks(t *testing.T) []block {
	t.Helper()
	content, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	var found []block
	open := false
	number := 0
	for line := range strings.Lines(string(content)) {
		number++
		switch {
		case strings.HasPrefix(line, "```") && !open:
			open = true
			found = append(found, block{language: strings.TrimSpace(line[3:]), line: number})
		case strings.HasPrefix(line, "```"):
			open = false
		case open:
			found[len(found)-1].text += line
		}
	}
	if len(found) == 0 || open {
		t.Fatalf("%s: %d blocks, the last one open: %t", guide, len(found), open)
	}
	return found
}
