package formula_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/model"
)

// scram finds the rival, or skips the test. With LOADPATH_REQUIRE=scram it has
// to be there.
func scram(t testing.TB) string {
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
func quantify(t testing.TB, scram string, document []byte) map[string]float64 {
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
	t.Parallel()
	path := scram(t)
	models := uint64(60)
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
	t.Parallel()
	path := scram(t)
	for _, name := range []string{"two-server", "single-server", "secured", "highly-available", "shop"} {
		t.Run(name, func(t *testing.T) {
			if name == "shop" && testing.Short() {
				t.Skip("scram takes a quarter of a minute for it")
			}
			if compareWithScram(t, path, sample(t, name)) == 0 {
				t.Error("no flow of it was compared")
			}
		})
	}
}

var update = flag.Bool("update", false, "rewrite the golden files")

// The export of the sample with two servers, as a file to look at.
func TestExport(t *testing.T) {
	var document bytes.Buffer
	omissions, err := formula.WriteOpenPSA(&document, analysis.Analyze(sample(t, "two-server")))
	if err != nil {
		t.Fatal(err)
	}
	if len(omissions) != 1 || omissions[0].Flow != nil {
		t.Errorf("left out: %v", omissions)
	}
	const golden = "testdata/two-server.xml"
	if *update {
		if err := os.WriteFile(golden, document.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), document.String()); diff != "" {
		t.Errorf("%s (rewrite it with -update):\n%s", golden, diff)
	}
}

// What a fault tree cannot say is left out, with the reason.
func TestOmissions(t *testing.T) {
	web := func(name string) *model.Service {
		return &model.Service{Name: name, Kind: model.WebServer, Software: "nginx", On: []string{"s-2", "s-3"}}
	}
	a := &model.Architecture{
		Name: "shallow", Groups: []*model.Group{{Name: "s", Count: 4}},
		Services: []*model.Service{
			{Name: "lb", Kind: model.LoadBalancer, Software: "haproxy", On: []string{"s-1"}, Uses: []*model.Use{{
				Key: "web", Check: &model.Check{Type: "tcp"}, Balance: &model.Balance{Mode: "active-passive"},
			}}},
			web("web"), web("app"), web("spare"),
		},
		Flows: []*model.Flow{
			{Name: "shallow", Kind: model.ReadFlow, EntersName: "lb"},
			{Name: "lost", Kind: model.ReadFlow, EntersName: "spare"},
			{Name: "perfect", Kind: model.ReadFlow, EntersName: "app"},
			{Name: "plain", Kind: model.ReadFlow, EntersName: "web"},
		},
		Assumptions: []*model.Assumption{{Perfect: "app", Because: "test"}, {Perfect: "s", Because: "test"}},
	}
	a.Services[1].Uses = []*model.Use{{Key: "cart", To: "cart", Targets: "same-server"}}
	a.Services = append(a.Services, web("cart"))
	a.Services[3].Uses = []*model.Use{{Key: "app", AtLeast: 5, Choose: "client"}}
	for _, p := range a.Resolve() {
		t.Fatal(p)
	}
	omissions, err := formula.WriteOpenPSA(&bytes.Buffer{}, analysis.Analyze(a))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range omissions {
		if o.Flow != nil {
			got = append(got, o.Flow.Name+": "+o.Text)
		}
	}
	want := []string{
		"shallow: a further failure may make it better, which a fault tree without \"not\" cannot say",
		"lost: it is lost in total whatever fails",
		"perfect: it is never lost in total",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Errors of the writer come back.
func TestExportToAFullDisk(t *testing.T) {
	if _, err := formula.WriteOpenPSA(full{}, analysis.Analyze(sample(t, "two-server"))); err != io.ErrShortWrite {
		t.Errorf("got %v", err)
	}
}

// full takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
