package prober

import (
	"archive/tar"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

//go:embed Dockerfile *.go program/*.go
var source embed.FS

// goMod makes a module of the source: it depends on nothing.
const goMod = "module github.com/loadpath/loadpath\n\ngo 1.26.0\n"

// place is where this package is in its module, and in the context.
const place = "engine/prober"

// Dockerfile is where the context has it.
const Dockerfile = place + "/Dockerfile"

// Image is the name of the program's image. Another source has another name.
func Image() string {
	sum := sha256.New()
	// A hash takes all that is written to it.
	_ = each(func(name string, content []byte) error {
		fmt.Fprintf(sum, "%s %d\n", name, len(content))
		_, err := sum.Write(content)
		return err
	})
	return "loadpath/prober:" + hex.EncodeToString(sum.Sum(nil))[:12]
}

// Context writes what the image is built from, as a tar archive.
func Context(w io.Writer) error {
	archive := tar.NewWriter(w)
	err := each(func(name string, content []byte) error {
		if err := archive.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content))}); err != nil {
			return err
		}
		_, err := archive.Write(content)
		return err
	})
	if err != nil {
		return err
	}
	return archive.Close()
}

// each gives the files of the context in their order, without tests.
func each(do func(name string, content []byte) error) error {
	if err := do("go.mod", []byte(goMod)); err != nil {
		return err
	}
	return fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(name, "_test.go") {
			return err
		}
		content, err := source.ReadFile(name)
		if err != nil {
			return err
		}
		return do(path.Join(place, name), content)
	})
}
