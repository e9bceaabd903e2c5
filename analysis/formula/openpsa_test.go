package formula_test

import (
	"bytes"
	"encoding/xml"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/model"
)

// scram finds the rival, or skips the test. With LOADPATH_REQUIRE=scram it has
// to be there.
func scram(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("scram")
	switch {
	case err == nil:
		return path
	case strings.Contains(os.Getenv("LOADPATH_REQUIRE"), "scram"):
		t.Fatal("scram is required and is not installed (Debian: apt-get install scram)")
	}
	t.Skip("scram is not installed: the export is not held against it (Debian: apt-get install scram)")
	return ""
}

// report is what scram says of each top event.
type report struct {
	Tops []struct {
		Name        string  `xml:"name,attr"`
		Probability float64 `xml:"probability,attr"`
	} `xml:"results>sum-of-products"`
}

// quantify lets scram work a model out.
func quantify(t *testing.T, scram string, document []byte) map[string]float64 {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "model.xml"), filepath.Join(dir, "report.xml")
	if err := os.WriteFile(in, document, 0o666); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command(scram, "--bdd", "--probability", "1", "-l", "1", "-o", out, in).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s\n%s", err, said, document)
	}
	said, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := xml.Unmarshal(said, &r); err != nil {
		t.Fatal(err)
	}
	found := make(map[string]float64)
	for _, top := range r.Tops {
		found[top.Name] = top.Probability
	}
	return found
}

// compareWithScram holds every exported flow against scram, to the digits that
// it prints, and is how many those are.
func compareWithScram(t *testing.T, scram string, a *model.Architecture) int {
	t.Helper()
	var document bytes.Buffer
	r := analysis.Analyze(a)
	omissions, err := formula.WriteOpenPSA(&document, r)
	if err != nil {
		t.Fatal(err)
	}
	omitted := make(map[*model.Flow]bool)
	for _, o := range omissions {
		omitted[o.Flow] = true
	}
	compared := 0
	var found map[string]float64
	for _, flow := range a.Flows {
		if omitted[flow] {
			continue
		}
		if found == nil {
			found = quantify(t, scram, document.Bytes())
		}
		got, err := formula.Calculate(r, flow, formula.Options{})
		if err != nil {
			t.Fatal(err)
		}
		want, ok := found["total-"+strings.ReplaceAll(flow.Name, "-", "_")]
		if ours := got.Total.Unattended.Lower; !ok || math.Abs(ours-want) > 1e-5*want {
			t.Errorf("%s: %v, scram says %v (%v)\n%s", flow.Name, ours, want, ok, document.String())
		}
		compared++
	}
	return compared
}

func TestScramAgreesOnRandomModels(t *testing.T) {
	path := scram(t)
	models := uint64(120)
	if testing.Short() {
		models = 20
	}
	compared := 0
	for seed := range models {
		compared += compareWithScram(t, path, throw(t, seed, 2+int(seed%4), 2+int(seed%5), seed%4 == 3))
		if t.Failed() {
			return
		}
	}
	t.Logf("%d flows", compared)
	if compared < int(models)/2 {
		t.Errorf("only %d flows were compared", compared)
	}
}

func TestScramAgreesOnTheSamples(t *testing.T) {
	path := scram(t)
	for _, name := range []string{"two-server", "single-server", "secured", "highly-available", "shop"} {
		t.Run(name, func(t *testing.T) {
			if compareWithScram(t, path, sample(t, name)) == 0 {
				t.Error("no flow of it was compared")
			}
		})
	}
}
