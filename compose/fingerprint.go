package compose

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// setupFolder is where the images of databases find what they run once, on an
// empty data folder.
const setupFolder = "/docker-entrypoint-initdb.d"

// filesOf are the configuration files that a container reads when it starts.
func (s *stack) filesOf(c *Container) []File {
	var found []File
	for _, m := range c.Mounts {
		if m.Live || m.To == setupFolder {
			continue
		}
		path := strings.TrimPrefix(m.From, "./")
		for _, file := range s.files {
			if file.Path == path || strings.HasPrefix(file.Path, path+"/") {
				found = append(found, file)
			}
		}
	}
	return found
}

// fingerprint tells files from others: the first 16 digits of a SHA-256.
func fingerprint(files []File) string {
	h := sha256.New()
	for _, file := range files {
		fmt.Fprintf(h, "%s %d\n", file.Path, len(file.Content))
		h.Write(file.Content)
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}
