package folder_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/compose/folder"
)

// small is a folder with room for so many kilobytes.
func small(t *testing.T, kilobytes int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dk", kilobytes)); err != nil {
		t.Skipf("no small disk can be had here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return filepath.Join(dir, "stack")
}

// contents are all files below a folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		found[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestDiskIsFull: at whatever file the disk is full, nothing is left of a project
// that is written for the first time, and one that was there stays as it was,
// whole.
func TestDiskIsFull(t *testing.T) {
	for _, room := range []int{4, 40, 100, 200, 300} {
		dir := small(t, room)
		_, err := folder.Write(dir, secured(t), folder.Options{Now: now})
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), " cannot be written: no space left on device") || strings.Contains(err.Error(), ".new-") {
			t.Fatalf("%d kB: %v", room, err)
		}
		if left := contents(t, dir); len(left) > 0 {
			t.Errorf("%d kB: %d files are left", room, len(left))
		}
	}
	dir := small(t, 1000)
	p := secured(t)
	mustWrite(t, dir, p)
	before := contents(t, dir)
	larger := *p
	larger.Files = append([]compose.File{{Path: "first", Content: []byte("x")}}, p.Files...)
	for i := range larger.Files {
		larger.Files[i].Content = append([]byte(strings.Repeat("# more\n", 5000)), larger.Files[i].Content...)
	}
	if _, err := folder.Write(dir, &larger, folder.Options{Now: now}); !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	after := contents(t, dir)
	for path, text := range before {
		if after[path] != text {
			t.Errorf("%s is not as it was", path)
		}
	}
	if len(after) != len(before) {
		t.Errorf("there are %d files, and were %d", len(after), len(before))
	}
}
