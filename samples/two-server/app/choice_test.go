package main

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func newTestChoice(client bool, names ...string) *choice[string] {
	c := &choice[string]{client: client}
	for _, name := range names {
		c.candidates = append(c.candidates, &candidate[string]{name: name, value: name})
	}
	return c
}

func TestChoiceTriesInOrder(t *testing.T) {
	down := errors.New("down")
	for name, test := range map[string]struct {
		client bool
		fails  map[string]error
		asked  []string
		failed bool
	}{
		"the first is good":       {true, nil, []string{"a"}, false},
		"the first is away":       {true, map[string]error{"a": untouched{down}}, []string{"a", "b"}, false},
		"fixed never tries two":   {false, map[string]error{"a": untouched{down}}, []string{"a"}, true},
		"what may be done is not": {true, map[string]error{"a": down}, []string{"a"}, true},
		"all are away":            {true, map[string]error{"a": untouched{down}, "b": untouched{down}}, []string{"a", "b"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			var asked []string
			err := newTestChoice(test.client, "a", "b").try(t.Context(), func(_ context.Context, name, _ string) error {
				asked = append(asked, name)
				return test.fails[name]
			})
			if !slices.Equal(asked, test.asked) || (err != nil) != test.failed {
				t.Errorf("asked %v, error %v; want %v, %v", asked, err, test.asked, test.failed)
			}
		})
	}
}

func TestChoicePassesOverWhatFailedForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestChoice(true, "a", "b")
		broken := true
		ask := func() (asked []string) {
			_ = c.try(t.Context(), func(_ context.Context, name, _ string) error {
				asked = append(asked, name)
				if name == "a" && broken {
					return untouched{errors.New("down")}
				}
				return nil
			})
			return asked
		}
		want := func(when string, names ...string) {
			t.Helper()
			if asked := ask(); !slices.Equal(asked, names) {
				t.Errorf("%s: asked %v, want %v", when, asked, names)
			}
		}
		want("at first", "a", "b")
		want("just after", "b")
		time.Sleep(away + time.Second)
		want("after a while", "a", "b")
		broken = false
		time.Sleep(away + time.Second)
		want("when it is back", "a")
		for _, each := range c.candidates {
			each.returnAt.Store(time.Now().Add(away).UnixNano())
		}
		want("when all failed lately", "a")
		c.candidates[1].returnAt.Store(0)
		want("when that one was good", "a")
	})
}

// What is optional and hangs holds up one request in a while, not each of them.
func TestChoiceLeavesOutWhatIsOptional(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestChoice(false, "a")
		c.optional = true
		asked := 0
		ask := func() error {
			return c.try(t.Context(), func(context.Context, string, string) error {
				asked++
				return errors.New("no answer")
			})
		}
		_ = ask()
		if err := ask(); !errors.Is(err, errAway) || asked != 1 {
			t.Errorf("error %v after asking %d times; want %v after one", err, asked, errAway)
		}
		time.Sleep(away + time.Second)
		if _ = ask(); asked != 2 {
			t.Errorf("asked %d times, want 2", asked)
		}
	})
}

func TestChoiceOfNothing(t *testing.T) {
	var c *choice[string]
	if err := c.try(t.Context(), nil); err == nil {
		t.Error("no error")
	}
}
