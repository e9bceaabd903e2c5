package graphviz

import (
	"context"
	"strings"
	"sync"
	"testing"
)

func TestJSON(t *testing.T) {
	want, err := JSON(context.Background(), []byte(`digraph { n0 -> n1 [id=e0] }`))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(want), `"pos"`) {
		t.Errorf("no positions in %s", want)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			got, err := JSON(context.Background(), []byte(`digraph { n0 -> n1 [id=e0] }`))
			if err != nil || string(got) != string(want) {
				t.Errorf("at the same time as others: %v, %s", err, got)
			}
		})
	}
	all.Wait()
	for _, dot := range []string{"", "digraph {", "digraph { a [label=\"c:\\\"] }"} {
		if _, err := JSON(context.Background(), []byte(dot)); err == nil {
			t.Errorf("JSON(%q) has no error", dot)
		}
	}
}
