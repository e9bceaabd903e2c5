//go:build unix

package schema

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// refused loads a path and returns the message, without the folder's name.
func refused(t *testing.T, dir, path string, stdin []byte) string {
	t.Helper()
	_, err := Load(path, Options{Dir: dir, Stdin: bytes.NewReader(stdin)})
	problems, ok := err.(Errors)
	if !ok {
		t.Fatalf("%T: %v", err, err)
	}
	checkErrors(t, problems)
	return problems.Error()
}

func TestRefusedFiles(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe.cue")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "folder", "a.cue"), []byte("package a\nname: \"x\"\n"))
	if err := syscall.Mkfifo(filepath.Join(dir, "folder", "b.cue"), 0o666); err != nil {
		t.Fatal(err)
	}
	large := filepath.Join(dir, "large.cue")
	writeFile(t, large, nil)
	if err := os.Truncate(large, maxFile+1); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"pipe.cue":  `pipe.cue: is a pipe, not a file; write "-" and send the text to standard input`,
		"folder":    `folder/b.cue: is a pipe, not a file; write "-" and send the text to standard input`,
		"/dev/null": `/dev/null: is a device, not a file; write "-" and send the text to standard input`,
		"large.cue": `large.cue: is larger than 16 MiB; split it into several files of one package`,
	} {
		if got := refused(t, dir, path, nil); got != want {
			t.Errorf("%s\n got %s\nwant %s", path, got, want)
		}
	}
	if got := refused(t, dir, "-", bytes.Repeat([]byte(" "), maxFile+1)); !strings.HasPrefix(got, "-: is larger") {
		t.Error(got)
	}
}

func TestUnreadableFile(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root reads everything")
	}
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "a.cue"), []byte("name: 1"))
	if err := os.Chmod(filepath.Join(dir, "a.cue"), 0); err != nil {
		t.Fatal(err)
	}
	if got := refused(t, dir, "a.cue", nil); got != "a.cue: may not be read; change its permissions" {
		t.Error(got)
	}
}

// TestHiddenPipe loads a package beside a pipe, which the loader must not open.
func TestHiddenPipe(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "a.cue"), sampleJSON(t, "../samples/single-server"))
	if err := syscall.Mkfifo(filepath.Join(dir, "data.json"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir, Options{}); err != nil {
		t.Error(err)
	}
}

func TestNesting(t *testing.T) {
	const many = 200_000
	again := func(s string) string { return strings.Repeat(s, many) }
	texts := map[string]string{
		"brackets.cue":    "a: " + again("["),
		"braces.cue":      "a: " + again("{a: ") + "1" + again("}"),
		"chain.cue":       again("a: ") + "1",
		"lines.cue":       again("a:\n") + "1",
		"minus.cue":       "a: " + again("-") + "1",
		"sum.cue":         "a: " + again("1 + ") + "1",
		"calls.cue":       "a: b" + again("()"),
		"indices.cue":     "a: b" + again("[0]"),
		"selectors.cue":   "a: b" + again(".c"),
		"alternatives":    "a: " + again("\"x\" | ") + "\"y\"",
		"interpolation":   "a: " + again(`"\(`) + "1" + again(`)"`),
		"comprehension":   "a: [" + again("for x in y ") + "{}]",
		"brackets.json":   again("["),
		"objects.json":    again(`{"a":`) + "1" + again("}"),
		"brackets.yaml":   "a: " + again("["),
		"sequence.yaml":   again("- "),
		"flow.yaml":       "a: " + again("{a: ") + "1" + again("}"),
		"mappings.yaml":   again("? "),
		"indented.yaml":   indented(2000),
		"unbalanced.cue":  "a: " + again("]") + again("["),
		"attribute.cue":   "@a" + again("("),
		"multiline.cue":   "a: \"\"\"\n" + again(`\(`) + "\n\"\"\"",
		"parentheses.cue": "a: " + again("(") + "1" + again(")"),
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			writeFile(t, filepath.Join(dir, name), []byte(text))
			got := refused(t, dir, name, nil)
			if len(got) > 1000 {
				t.Errorf("%d bytes of message: %.200s", len(got), got)
			}
		})
	}
}

// indented is YAML that nests by indentation.
func indented(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// TestNestingInStrings: brackets in texts and interpolations do not nest.
func TestNestingInStrings(t *testing.T) {
	texts := []string{
		`a: "` + strings.Repeat("{", 3000) + `"`,
		strings.Repeat("a: \"x\\(1)y(\\(2)\"\n", 3000),
		"a: \"\"\"\n" + strings.Repeat("  ((([[[{{{ \\(1) )\n", 3000) + "  \"\"\"\n",
		strings.Repeat("// {{{{\n", 3000) + "a: 1",
		"a: [" + strings.Repeat("1, ", 30000) + "]",
		"a: {" + strings.Repeat("b: {c: 1}\n", 30000) + "}",
	}
	for _, text := range texts {
		if at, bad := tooDeep("x.cue", []byte(text)); bad {
			t.Errorf("%.40s: too deep at %v", text, at)
		}
	}
}
