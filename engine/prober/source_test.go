package prober

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestContextBuilds builds the program from what the image is built from, with
// no network.
func TestContextBuilds(t *testing.T) {
	var context bytes.Buffer
	if err := Context(&context); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files := 0
	for archive := tar.NewReader(&context); ; files++ {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, filepath.FromSlash(header.Name))
		content, err := io.ReadAll(archive)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(path), 0o700)
		}
		if err == nil {
			err = os.WriteFile(path, content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(header.Name, "_test.go") {
			t.Errorf("%s is part of it", header.Name)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(Dockerfile))); err != nil {
		t.Error(err)
	}
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "prober"), "./engine/prober/program")
	build.Dir = dir
	build.Env = append(os.Environ(), "GOOS=linux", "GOPROXY=off", "GOFLAGS=-mod=mod", "CGO_ENABLED=0", "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if files < 5 {
		t.Errorf("only %d files", files)
	}
}
