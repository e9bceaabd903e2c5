package engine

import (
	"context"
	"slices"

	"github.com/loadpath/loadpath/compose"
)

// tellCallers starts anew what was told the old primary's address, and tells
// what that is.
func (p *promoting) tellCallers(ctx context.Context) (told []*compose.Container, err error) {
	stale, err := p.stale(ctx, p.stack, p.there)
	if err != nil {
		return nil, err
	}
	args := []string{"up", "--detach", "--no-deps", "--no-build"}
	for _, c := range p.project.Containers {
		if stale[c.Name] && (c.Instance == nil || c.Instance.Service.Name != p.service.Name) {
			told, args = append(told, c), append(args, c.Name)
			p.progress.Set(displayed(c), "is told")
		}
	}
	if len(told) == 0 {
		return nil, nil
	}
	for _, c := range p.project.Containers { // whoever has their network loses it
		if slices.ContainsFunc(told, func(t *compose.Container) bool { return c.Shares == t.Name }) {
			told, args = append(told, c), append(args, c.Name)
		}
	}
	if _, err := composed(ctx, p.stack.Folder, args...); err != nil {
		return nil, p.explained(ctx, p.project, err)
	}
	return told, nil
}
