package engine

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/loadpath/loadpath/source"
)

// canonical is a folder as an absolute path.
func canonical(folder string) (string, error) { return filepath.Abs(folder) }

// sameFolder tells whether two paths lead to one folder.
func sameFolder(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// printable is a text from a program or a container, harmless in a terminal;
// its lines stay lines.
func printable(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = source.Printable(strings.TrimSuffix(line, "\r"))
	}
	return strings.Join(lines, "\n")
}
