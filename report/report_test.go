package report

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestGolden(t *testing.T) {
	in := input(t, twoServer(), nil)
	in.Findings, in.Locate, in.Picture = someFindings(), locate, "two-server.svg"
	got := written(t, in)
	path := filepath.Join("testdata", "two-server.md")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("run go test ./report -update if this is what you want:\n%s", diff)
	}
}
