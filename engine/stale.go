package engine

import (
	"context"
	"slices"
	"strings"
)

// stale are the services of the project whose containers are not as the
// project's folder says.
func (e *Engine) stale(ctx context.Context, s *Stack, there []running) (map[string]bool, error) {
	out, err := composed(ctx, s.Folder, "config", "--hash", "*")
	if err != nil {
		return nil, err
	}
	found := make(map[string]bool)
	for name, hash := range parseHashes(out) {
		if r := find(there, name); r != nil && r.differs(hash, there) {
			found[name] = true
		}
	}
	return found, nil
}

// differs tells whether a container is another than the one of that hash. Where
// it has the network of another container, the hash is of that one's identity,
// too, and cannot be known before: then that one must still be there.
func (r *running) differs(hash string, there []running) bool {
	if id, shares := strings.CutPrefix(r.network, "container:"); shares {
		return !slices.ContainsFunc(there, func(other running) bool { return other.id == id })
	}
	return r.labels[labelHash] != hash
}

// parseHashes reads what docker compose config --hash prints: a service and its
// hash on each line.
func parseHashes(text string) map[string]string {
	hashes := make(map[string]string)
	for line := range strings.Lines(text) {
		if fields := strings.Fields(line); len(fields) == 2 {
			hashes[fields[0]] = fields[1]
		}
	}
	return hashes
}
