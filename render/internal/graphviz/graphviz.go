// Package graphviz runs the embedded Graphviz. It is the only package that
// knows go-graphviz, and it is used for positions only.
//
// It takes DOT that we made, never text of a user: the parser, the label
// engine and the JSON writer behind it have each their own idea of quoting.
package graphviz

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/goccy/go-graphviz"

	"github.com/loadpath/loadpath/render/internal/agvcache"
)

func init() { agvcache.Release() }

// turn: there is one instance of the WebAssembly module in a process, and two
// layouts at the same time corrupt its memory.
var turn sync.Mutex

// JSON lays the graph out with the dot engine and returns what Graphviz calls
// json0: positions in points, the y axis upwards. The error does not tell
// whether the layout makes sense; the caller has to look.
func JSON(ctx context.Context, dot []byte) ([]byte, error) {
	turn.Lock()
	defer turn.Unlock()
	g, err := graphviz.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("start graphviz: %w", err)
	}
	// Closing reports each warning that the layout gave rise to, now or in an
	// earlier graph; nothing depends on it.
	defer func() { _ = g.Close() }()
	graph, err := graphviz.ParseBytes(dot)
	if err != nil {
		return nil, fmt.Errorf("graphviz does not read the graph: %w", err)
	}
	if graph == nil {
		return nil, errors.New("graphviz reads no graph")
	}
	defer func() { _ = graph.Close() }()
	var buf bytes.Buffer
	if err := g.Render(ctx, graph, graphviz.Format("json0"), &buf); err != nil {
		return nil, fmt.Errorf("graphviz does not lay the graph out: %w", err)
	}
	return buf.Bytes(), nil
}
