//go:build unix

package main

import (
	"os"
	"syscall"
)

// lockFile keeps others from a file until it is closed, by whatever.
func lockFile(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
