package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// away is how long a target that failed is passed over while another is left, or
// while we go on without it.
const away = 5 * time.Second

// A choice is the targets of one way to a use, in the order in which they are
// tried. A client that is told to tries the next one when one fails.
type choice[T any] struct {
	candidates []*candidate[T]
	client     bool
	optional   bool
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

var errAway = errors.New("it failed a moment ago")

// newChoice opens each target of one way to a use.
func newChoice[T any](u use, targets []target, open func(target) (T, error)) (*choice[T], error) {
	c := &choice[T]{client: u.client, optional: u.optional}
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
	order := c.order(time.Now())
	if len(order) == 0 {
		return errAway
	}
	for _, each := range order {
		err := do(ctx, each.name, each.value)
		if err == nil {
			each.returnAt.Store(0)
			return nil
		}
		failed = append(failed, fmt.Errorf("%s: %w", each.name, err))
		certain := errors.As(err, new(untouched))
		if ctx.Err() == nil && (certain || c.optional) {
			each.returnAt.Store(time.Now().Add(away).UnixNano())
		}
		if ctx.Err() != nil || !certain {
			break
		}
	}
	return errors.Join(failed...)
}

// order puts those that failed lately behind the others; of what is optional it
// leaves them out, so that a use that hangs does not hold up every request.
func (c *choice[T]) order(now time.Time) []*candidate[T] {
	candidates := c.candidates
	if !c.client {
		candidates = candidates[:1]
	}
	var present, absent []*candidate[T]
	for _, each := range candidates {
		if each.returnAt.Load() > now.UnixNano() {
			absent = append(absent, each)
		} else {
			present = append(present, each)
		}
	}
	if c.optional {
		return present
	}
	return append(present, absent...)
}
