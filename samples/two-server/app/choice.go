package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// away is how long a target that failed is passed over while another is left.
const away = 5 * time.Second

// A choice is the targets of one way to a use, in the order in which they are
// tried. A client that is told to tries the next one when one fails.
type choice[T any] struct {
	candidates []*candidate[T]
	client     bool
}

type candidate[T any] struct {
	name     string
	value    T
	returnAt atomic.Int64 // Unix nanoseconds; until then it is passed over
}

// untouched marks an error after which nothing has changed at the target, so that
// another one may be asked to do the same without its being done twice.
type untouched struct{ error }

func (u untouched) Unwrap() error { return u.error }

// newChoice opens each target.
func newChoice[T any](targets []target, client bool, open func(target) (T, error)) (*choice[T], error) {
	c := &choice[T]{client: client}
	for _, t := range targets {
		value, err := open(t)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.host, err)
		}
		c.candidates = append(c.candidates, &candidate[T]{name: t.host, value: value})
	}
	return c, nil
}

// try asks the targets in turn until one does it. It ends at an error that is not
// untouched, and after the first target unless the client is to choose.
func (c *choice[T]) try(ctx context.Context, do func(ctx context.Context, name string, value T) error) error {
	if c == nil || len(c.candidates) == 0 {
		return errors.New("no target is configured")
	}
	var failed []error
	for _, each := range c.order(time.Now()) {
		err := do(ctx, each.name, each.value)
		if err == nil {
			each.returnAt.Store(0)
			return nil
		}
		failed = append(failed, fmt.Errorf("%s: %w", each.name, err))
		if ctx.Err() != nil || !errors.As(err, new(untouched)) {
			break
		}
		each.returnAt.Store(time.Now().Add(away).UnixNano())
	}
	return errors.Join(failed...)
}

// order puts those that failed lately behind the others.
func (c *choice[T]) order(now time.Time) []*candidate[T] {
	if !c.client {
		return c.candidates[:1]
	}
	var present, absent []*candidate[T]
	for _, each := range c.candidates {
		if each.returnAt.Load() > now.UnixNano() {
			absent = append(absent, each)
		} else {
			present = append(present, each)
		}
	}
	return append(present, absent...)
}
