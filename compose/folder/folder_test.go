package folder_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/compose/authority"
	"github.com/loadpath/loadpath/compose/folder"
	"github.com/loadpath/loadpath/schema"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func secured(t *testing.T) *compose.Project {
	t.Helper()
	document, err := schema.Load("../../samples/secured", schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := compose.Materialize(document.Architecture, compose.Options{Folder: "."})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func mustWrite(t *testing.T, dir string, p *compose.Project) []string {
	t.Helper()
	touched, err := folder.Write(dir, p, folder.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return touched
}

// Whoever writes twice changes nothing, and keeps the passwords.
func TestWriteTwice(t *testing.T) {
	dir, p := filepath.Join(t.TempDir(), "stack"), secured(t)
	if touched := mustWrite(t, dir, p); len(touched) < len(p.Files) {
		t.Errorf("%d files written of %d", len(touched), len(p.Files))
	}
	if touched := mustWrite(t, dir, p); len(touched) > 0 {
		t.Errorf("written again: %v", touched)
	}
}

// What somebody has changed is not overwritten without a word, and a folder that
// is somebody else's is left alone.
func TestChangedAndForeign(t *testing.T) {
	dir, p := filepath.Join(t.TempDir(), "stack"), secured(t)
	mustWrite(t, dir, p)
	path := filepath.Join(dir, "haproxy", "lb.lb-1", "haproxy.cfg")
	if err := os.WriteFile(path, []byte("mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var changed folder.Changed
	if _, err := folder.Write(dir, p, folder.Options{Now: now}); !errors.As(err, &changed) || !slices.Equal(changed.Files, []string{"haproxy/lb.lb-1/haproxy.cfg"}) {
		t.Errorf("%v, want that the file was changed", err)
	}
	if touched, err := folder.Write(dir, p, folder.Options{Now: now, Overwrite: true}); err != nil || !slices.Equal(touched, changed.Files) {
		t.Errorf("overwritten: %v, %v", touched, err)
	}
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "thesis.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	var foreign folder.Foreign
	if _, err := folder.Write(other, p, folder.Options{Now: now}); !errors.As(err, &foreign) {
		t.Errorf("%v, want that the folder is somebody else's", err)
	}
}

// A file that the project has no more is taken away, with its folder.
func TestTakesAway(t *testing.T) {
	dir, p := filepath.Join(t.TempDir(), "stack"), secured(t)
	mustWrite(t, dir, p)
	p.Files = slices.DeleteFunc(p.Files, func(f compose.File) bool { return strings.HasPrefix(f.Path, "door/") })
	mustWrite(t, dir, p)
	if _, err := os.Stat(filepath.Join(dir, "door")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("door/ is still there: %v", err)
	}
}

// Passwords and keys are in files of their own that nobody else reads, below
// folders that nobody else enters, and in no other file.
func TestSecrets(t *testing.T) {
	dir, p := filepath.Join(t.TempDir(), "stack"), secured(t)
	mustWrite(t, dir, p)
	for _, name := range []string{"secrets", "handed", "certificates"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	for _, secret := range p.Secrets {
		path := filepath.Join(dir, "secrets", secret.Name)
		password, err := os.ReadFile(path)
		if info, _ := os.Stat(path); err != nil || len(password) != 32 || info.Mode().Perm() != 0o600 {
			t.Fatalf("%s: %d bytes, %v", secret.Name, len(password), err)
		}
		for _, file := range p.Files {
			if strings.Contains(string(file.Content), string(password)) {
				t.Errorf("%s has the password %s in it", file.Path, secret.Name)
			}
		}
	}
}

// Every certificate is good for the names and addresses that were asked for, and
// is issued anew before it ends.
func TestCertificates(t *testing.T) {
	dir, p := filepath.Join(t.TempDir(), "stack"), secured(t)
	mustWrite(t, dir, p)
	if len(p.Certificates) == 0 {
		t.Fatal("no certificates")
	}
	ca, err := os.ReadFile(filepath.Join(dir, "secrets", "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range p.Certificates {
		shown, err := os.ReadFile(filepath.Join(dir, "certificates", c.Name, "cert.pem"))
		if err != nil {
			t.Fatal(err)
		}
		names := slices.Clone(c.Hosts)
		for _, address := range c.Addresses {
			names = append(names, address.String())
		}
		if !authority.Covers(shown, ca, names, now) {
			t.Errorf("%s is not good for %v", c.Name, names)
		}
		if authority.Covers(shown, ca, []string{"elsewhere.example"}, now) || authority.Covers(shown, ca, names, now.Add(authority.Valid)) {
			t.Errorf("%s is good for what it is not, or for ever", c.Name)
		}
	}
}
