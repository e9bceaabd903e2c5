package main

import (
	"os"
	"strings"
	"testing"
)

// TestGuidesAreTrue runs the commands of the guides again. A block begins with
// its command; "..." on a line of its own stands for lines that the guide leaves
// out.
func TestGuidesAreTrue(t *testing.T) {
	t.Chdir("../..")
	for name, least := range map[string]int{"docs/failure-analysis.md": 3, "docs/drill.md": 1} {
		t.Run(name, func(t *testing.T) { testGuide(t, name, least) })
	}
}

func testGuide(t *testing.T, name string, least int) {
	guide, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, block := range fenced.FindAllStringSubmatch(string(guide), -1) {
		first, text, _ := strings.Cut(block[2], "\n")
		command, ok := strings.CutPrefix(first, "$ loadpath ")
		if !ok {
			continue
		}
		shown++
		printed := string(runCommand(t, strings.Fields(command)...))
		rest := printed
		for part := range strings.SplitSeq("\n"+text, "\n...\n") {
			part = strings.TrimPrefix(part, "\n")
			_, after, found := strings.Cut(rest, part)
			if !found {
				t.Errorf("%s does not print this, or not at that place:\n%s\nbut this:\n%s", first, part, printed)
				break
			}
			rest = after
		}
	}
	if shown < least {
		t.Errorf("the guide shows %d commands", shown)
	}
}
