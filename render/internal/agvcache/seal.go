package agvcache

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// sealed is the ending of the file that holds the SHA-256 of an entry.
const sealed = ".sha256"

// entries are the files of compiled code below a folder. A half-written one
// ends in .tmp and is not among them: another process may be at work.
func entries(folder string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "go-graphviz", "*", "*"))
	if err != nil {
		return nil, err
	}
	var found []string
	for _, file := range files {
		if !strings.HasSuffix(file, sealed) && !strings.HasSuffix(file, ".tmp") {
			found = append(found, file)
		}
	}
	return found, nil
}

// discardUnsealed removes what is not exactly what was sealed, and tells
// whether anything is left.
func discardUnsealed(folder string) (kept bool, err error) {
	files, err := entries(folder)
	if err != nil {
		return false, err
	}
	for _, file := range files {
		if intact(file) {
			kept = true
			continue
		}
		for _, name := range []string{file, file + sealed} {
			if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
				return false, err
			}
		}
	}
	return kept, nil
}

// intact tells whether an entry is a file of ours in a folder of ours with the
// sum that was sealed.
func intact(file string) bool {
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || !ours(info) || !private(filepath.Dir(file)) {
		return false
	}
	want, err := os.ReadFile(file + sealed)
	if err != nil {
		return false
	}
	got, err := sum(file)
	return err == nil && got == string(want)
}

// seal writes the sums of the entries that have none. Where that fails, the
// entry is dropped at the next start.
func seal(folder string) {
	files, err := entries(folder)
	if err != nil {
		return
	}
	for _, file := range files {
		if _, err := os.Lstat(file + sealed); err == nil {
			continue
		}
		if got, err := sum(file); err == nil {
			_ = os.WriteFile(file+sealed, []byte(got), 0o600)
		}
	}
}

func sum(name string) (string, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
