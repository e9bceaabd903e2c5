package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/engine/drill"
	"github.com/loadpath/loadpath/engine/prober"
)

// probersAtOnce is how many probers are started, and ask, at the same time.
const probersAtOnce = 6

// Prove finds out what the running stack's firewalls and its encryption really
// do. Nothing is changed, and the stack has to be calm. What does not run is
// listed as skipped.
func (e *Engine) Prove(ctx context.Context, s *Stack, progress *Progress) (*drill.Proofs, error) {
	defer progress.End()
	p, err := s.Project()
	if err != nil {
		return nil, err
	}
	if err := e.proberImage(ctx); err != nil {
		return nil, err
	}
	v := &proving{engine: e, stack: s, project: p, at: make(map[*compose.Container]*inside)}
	defer v.leave()
	if err := v.enter(ctx, progress); err != nil {
		return nil, because(ctx, err)
	}
	proofs := &drill.Proofs{Architecture: s.Architecture.Name}
	progress.Set("firewall", "asking")
	if proofs.Firewall, err = v.firewall(ctx); err != nil {
		return nil, because(ctx, err)
	}
	progress.Set("TLS", "asking")
	if proofs.TLS, err = v.tls(ctx); err != nil {
		return nil, because(ctx, err)
	}
	return proofs, nil
}

// proving is a proof in work: a prober is in every network of the stack.
type proving struct {
	engine  *Engine
	stack   *Stack
	project *compose.Project
	at      map[*compose.Container]*inside // by who holds the network
	skipped []drill.Skipped
}

// enter starts a prober beside every instance, agent and door that runs.
func (v *proving) enter(ctx context.Context, progress *Progress) error {
	there, err := v.engine.containers(ctx, v.project.Architecture.Name)
	if err != nil {
		return err
	}
	var holders []*compose.Container
	for _, c := range v.project.Containers {
		holder := v.project.Holder(c)
		if _, known := v.at[holder]; known || c.Role != compose.Instance && c.Role != compose.Agent && c.Role != compose.Gate {
			continue
		}
		if r := find(there, holder.Name); !r.up() {
			v.skipped = append(v.skipped, drill.Skipped{What: asked(v.project, c), Why: "it is not up"})
			continue
		}
		v.at[holder] = nil
		holders = append(holders, holder)
	}
	entered := make([]*inside, len(holders))
	err = parallel(len(holders), func(i int) (err error) {
		progress.Set("probers", "starting")
		entered[i], err = v.engine.enter(ctx, find(there, holders[i].Name).id, false)
		return err
	})
	for i, holder := range holders {
		v.at[holder] = entered[i]
	}
	return err
}

// leave takes the probers away.
func (v *proving) leave() {
	var all sync.WaitGroup
	for _, in := range v.at {
		if in != nil {
			all.Go(in.leave)
		}
	}
	all.Wait()
}

// inside is the prober in a container's network, or nil where it is not up.
func (v *proving) inside(c *compose.Container) *inside { return v.at[v.project.Holder(c)] }

// ask gives an order to the prober in a container's network.
func (v *proving) ask(ctx context.Context, c *compose.Container, order prober.Order) (prober.Answer, error) {
	return v.inside(c).ask(ctx, order)
}

// parallel does n things, some of them at the same time.
func parallel(n int, do func(i int) error) error {
	failed := make([]error, n)
	tokens := make(chan struct{}, probersAtOnce)
	var all sync.WaitGroup
	for i := range n {
		tokens <- struct{}{}
		all.Go(func() {
			defer func() { <-tokens }()
			failed[i] = do(i)
		})
	}
	all.Wait()
	return errors.Join(failed...)
}

// asked is a container as a proof names it: its instance, its client, or the
// agent of its server.
func asked(p *compose.Project, c *compose.Container) string {
	switch {
	case c.Role == compose.Gate:
		return p.ClientOf(c).Name
	case c.Role == compose.Agent:
		return "agent of " + c.Server.Name
	}
	return displayed(c)
}

// secret is a password or certificate of the project; empty where it has none of
// that name.
func (s *Stack) secret(name string) string {
	text, err := os.ReadFile(filepath.Join(s.Folder, "secrets", name))
	if err != nil {
		return ""
	}
	return string(text)
}
