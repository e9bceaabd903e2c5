//go:build unix

package agvcache

import (
	"io/fs"
	"os"
	"syscall"
)

// ours tells whether a file or folder is the user's own and closed to others.
func ours(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Getuid() && info.Mode().Perm()&0o077 == 0
}
