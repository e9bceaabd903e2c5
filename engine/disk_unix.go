//go:build unix

package engine

import "syscall"

// freeBytes is the room that is left where a folder is, and whether that is
// known.
func freeBytes(folder string) (uint64, bool) {
	var at syscall.Statfs_t
	if err := syscall.Statfs(folder, &at); err != nil {
		return 0, false
	}
	return at.Bavail * uint64(at.Bsize), true
}
