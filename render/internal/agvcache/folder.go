package agvcache

import (
	"io/fs"
	"os"
	"path/filepath"
)

// room is how much must be free where nothing is kept yet: the compiled code
// takes about 6 MiB.
const room = 8 << 20

// prepare makes, vets and tidies the folder of the cache. It returns "" where
// none can be trusted.
func prepare() string {
	base, err := os.UserCacheDir()
	if err != nil || !filepath.IsAbs(base) {
		return ""
	}
	if err := os.MkdirAll(base, 0o700); err != nil || !sheltered(base) {
		return ""
	}
	folder := filepath.Join(base, "loadpath", "graphviz")
	for _, dir := range []string{filepath.Dir(folder), folder, filepath.Join(folder, "go-graphviz")} {
		if err := os.Mkdir(dir, 0o700); err != nil && !os.IsExist(err) {
			return ""
		}
		if !private(dir) {
			return ""
		}
	}
	if kept, err := discardUnsealed(folder); err != nil || !writable(folder, kept) {
		return ""
	}
	return folder
}

// sheltered tells whether others cannot rename what lies in dir.
func sheltered(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && info.IsDir() && (info.Mode().Perm()&0o002 == 0 || info.Mode()&fs.ModeSticky != 0)
}

// private tells whether dir is a folder, and no link to one, that is ours and
// open to nobody else.
func private(dir string) bool {
	info, err := os.Lstat(dir)
	return err == nil && info.IsDir() && ours(info)
}

// writable tells whether the folder takes what will be written to it: little
// where the compiled code is kept already.
func writable(folder string, kept bool) bool {
	file, err := os.CreateTemp(folder, "probe-*")
	if err != nil {
		return false
	}
	defer os.Remove(file.Name())
	if !kept {
		_, err = file.Write(make([]byte, room))
	}
	return file.Close() == nil && err == nil
}
