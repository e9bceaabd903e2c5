package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/loadpath/loadpath/"

// layers says which of our packages each package may import, by the folder that
// it is in or below, the innermost that is named here. Data flows in one
// direction, and so do imports.
var layers = map[string][]string{
	"model":    {},
	"source":   {},
	"markdown": {},
	"schema":   {"model", "source"},
	"analysis": {"model"},
	"effects":  {"model", "analysis", "source", "markdown"},
	"findings": {"model", "source"},
	"validate": {"model", "analysis", "findings"},
	"render":   {"model", "analysis", "findings"},
	"report":   {"model", "analysis", "findings", "source", "markdown"},
	"compose":  {"model"},
	"engine":   {"model", "analysis", "findings", "source", "compose", "engine/drill", "engine/prober"},
	"samples":  {},
	"cmd":      {"model", "source", "schema", "analysis", "findings", "effects", "validate", "render", "report", "compose", "engine", "engine/drill"},

	"engine/drill": {"model", "analysis", "source", "markdown", "compose"},
	// Its source is what its image is built from: nothing but the standard library.
	"engine/prober": {},
}

// layerOf is the layer of a package, given its path below the module.
func layerOf(path string) string {
	for layer := path; ; {
		if _, known := layers[layer]; known {
			return layer
		}
		cut := strings.LastIndex(layer, "/")
		if cut < 0 {
			return layer
		}
		layer = layer[:cut]
	}
}

// onlyIn names the one layer that may import a dependency.
var onlyIn = map[string]string{
	"cuelang.org/go":               "schema",
	"github.com/goccy/go-graphviz": "render",
	"github.com/spf13/cobra":       "cmd",
	"github.com/docker/docker":     "engine",
}

func goList(t *testing.T, args ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list"}, args...)...).Output()
	if err != nil {
		t.Fatalf("go list %v: %v", args, err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

func TestImportsRunOneWay(t *testing.T) {
	for _, line := range goList(t, "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"...") {
		imports := strings.Fields(line)
		from := layerOf(strings.TrimPrefix(imports[0], module))
		allowed, known := layers[from]
		if !known {
			t.Errorf("%s: the folder %s has no place among the layers", imports[0], from)
		}
		for _, path := range imports[1:] {
			if ours, ok := strings.CutPrefix(path, module); ok {
				to := layerOf(ours)
				if to != from && !slices.Contains(allowed, to) {
					t.Errorf("%s imports %s: %s may import %v only", imports[0], path, from, allowed)
				}
			}
			for dependency, folder := range onlyIn {
				if (path == dependency || strings.HasPrefix(path, dependency+"/")) && from != folder {
					t.Errorf("%s imports %s: only %s may", imports[0], path, folder)
				}
			}
		}
	}
}

// TestLintStartsQuickly: the program for pull requests links neither Graphviz,
// whose code is compiled at every start, nor a Docker client.
func TestLintStartsQuickly(t *testing.T) {
	for _, path := range goList(t, "-deps", module+"cmd/loadpath-lint") {
		for _, heavy := range []string{"github.com/goccy/go-graphviz", "github.com/tetratelabs/wazero", "github.com/docker/"} {
			if strings.HasPrefix(path, heavy) {
				t.Errorf("loadpath-lint links %s", path)
			}
		}
	}
}
