//go:build !unix

package agvcache

import "io/fs"

// ours: where there are no owners to be read from a file, as on Windows, the
// user's cache folder is private by its access list, and TMPDIR is not what
// names the folder for temporary files. Nothing is kept there.
func ours(fs.FileInfo) bool { return false }
