package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
)

// An app is one instance: what it was told, and what it uses for what. The notes
// are in the first database by name, and so with the cache and the queue.
type app struct {
	config   config
	database *database
	cache    *cache // nil where there is none
	queue    *queue // nil where there is none
	services map[string]*service
	health   *health
	metrics  *metrics

	cacheOptional bool
	queueOptional bool
}

// newApp opens all uses. None is connected to yet: what is away comes later.
func newApp(c config) (*app, error) {
	a := &app{config: c, services: map[string]*service{}, metrics: newMetrics()}
	a.health = &health{checks: map[string]func(context.Context) error{}}
	for _, u := range c.uses {
		reads, writes, err := a.open(u)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", u.name, err)
		}
		a.health.checks[u.name+".connect"] = u.connects
		a.health.checks[u.name+".reads"] = reads
		a.health.checks[u.name+".writes"] = writes
		a.health.checks[u.name] = func(ctx context.Context) error {
			for _, check := range []struct {
				way  []target
				good func(context.Context) error
			}{{u.reads, reads}, {u.writes, writes}} {
				if len(check.way) == 0 {
					continue
				}
				if err := check.good(ctx); err != nil {
					return err
				}
			}
			return nil
		}
	}
	return a, nil
}

// open opens a use, and says how its two ways are checked.
func (a *app) open(u use) (reads, writes func(context.Context) error, err error) {
	switch scheme := append(append([]target{}, u.reads...), u.writes...)[0].scheme; scheme {
	case "redis":
		c, err := openCache(u, a.config.caFile)
		if err != nil {
			return nil, nil, err
		}
		if a.cache == nil {
			a.cache, a.cacheOptional = c, u.optional
		}
		return func(ctx context.Context) error { return c.good(ctx, c.reads) },
			func(ctx context.Context) error { return c.good(ctx, c.writes) }, nil
	case "amqp":
		q, err := openQueue(u, a.config.caFile)
		if err != nil {
			return nil, nil, err
		}
		if a.queue == nil {
			a.queue, a.queueOptional = q, u.optional
		}
		return q.good, q.good, nil
	case "http", "https":
		s, err := openService(u, a.config.caFile)
		if err != nil {
			return nil, nil, err
		}
		a.services[u.name] = s
		called := func(ctx context.Context) error { _, err := s.call(ctx); return err }
		return called, called, nil
	default:
		d, err := openDatabase(u, a.config.caFile)
		if err != nil {
			return nil, nil, err
		}
		if a.database == nil {
			a.database = d
		}
		return func(ctx context.Context) error { return d.good(ctx, d.reads, false) },
			func(ctx context.Context) error { return d.good(ctx, d.writes, true) }, nil
	}
}

// migrate creates the table as soon as the database takes it.
func (a *app) migrate(ctx context.Context) {
	for ctx.Err() == nil {
		err := a.database.migrate(ctx)
		if err == nil {
			slog.Info("the table is there")
			return
		}
		slog.Warn("the table could not be created yet", "error", err)
		wait(ctx, pause)
	}
}

// work takes notes out of the queue and marks them as handled.
func (a *app) work(ctx context.Context) {
	a.queue.consume(ctx, func(ctx context.Context, body []byte) error {
		var message struct {
			ID int64 `json:"id"`
		}
		if err := json.Unmarshal(body, &message); err != nil {
			slog.Error("a message that is no note is dropped", "error", err)
			return nil
		}
		if a.database != nil {
			if _, err := a.database.handle(ctx, message.ID, a.config.instance); err != nil {
				return err
			}
		}
		if a.cache != nil {
			if err := a.cache.drop(ctx, message.ID); err != nil && !a.cacheOptional {
				return err
			}
		}
		slog.Info("handled", "note", message.ID)
		return nil
	})
}
