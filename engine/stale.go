package engine

import (
	"context"
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
		if r := find(there, name); r != nil && r.labels[labelHash] != hash {
			found[name] = true
		}
	}
	return found, nil
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
