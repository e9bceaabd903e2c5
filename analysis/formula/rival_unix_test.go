//go:build unix

package formula_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/analysis/formula"
	"github.com/loadpath/loadpath/model"
)

// Scram on the same flows, as a process, beside our own time for them: once
// for all of our figures from the model on, and once for what scram does, the
// same fault tree read into memory. What counts is the time that each computes
// (cpu-ns/op).
func BenchmarkScram(b *testing.B) {
	path := scram(b)
	for _, a := range rivals(b) {
		var document bytes.Buffer
		r := analysis.Analyze(a)
		if _, err := formula.WriteOpenPSA(&document, r); err != nil {
			b.Fatal(err)
		}
		b.Run(a.Name+"/scram", func(b *testing.B) { scramAlone(b, path, document.Bytes()) })
		b.Run(a.Name+"/ours", func(b *testing.B) {
			defer reportCPU(b)()
			for b.Loop() {
				for _, flow := range a.Flows {
					if _, err := formula.Calculate(r, flow, formula.Options{}); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
	for _, depth := range []int{1000, 20000} {
		f := formula.Ladder(depth)
		b.Run(fmt.Sprintf("ladder of %d/scram", depth), func(b *testing.B) { scramAlone(b, path, f.OpenPSA()) })
		b.Run(fmt.Sprintf("ladder of %d/ours", depth), func(b *testing.B) {
			q := f.Unavailabilities()
			defer reportCPU(b)()
			for b.Loop() {
				f.Probabilities(q, 1<<20)
			}
		})
	}
}

// rivals are the models on which the two are compared.
func rivals(b *testing.B) []*model.Architecture {
	models := []*model.Architecture{sample(b, "two-server"), sample(b, "highly-available")}
	for _, web := range []int{20, 100} {
		a := fleet(b, 1, web)
		a.Name = fmt.Sprintf("product with %d web servers", web)
		models = append(models, a)
	}
	for seed := range uint64(2) {
		a := throw(b, seed, 6, 8, false)
		a.Name = fmt.Sprintf("random model %d", seed)
		models = append(models, a)
	}
	a := chain(b, 2000)
	return append(models, a)
}

// scramAlone lets scram work, and says so where it dies.
func scramAlone(b *testing.B, path string, document []byte) {
	in := filepath.Join(b.TempDir(), "model.xml")
	if err := os.WriteFile(in, document, 0o666); err != nil {
		b.Fatal(err)
	}
	var worked time.Duration
	for b.Loop() {
		command := exec.Command(path, "--bdd", "--probability", "1", "-l", "1", "-o", os.DevNull, in)
		if err := command.Run(); err != nil {
			b.Skipf("scram dies: %v", err)
		}
		worked += command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	}
	b.ReportMetric(float64(worked.Nanoseconds())/float64(b.N), "cpu-ns/op")
}

// reportCPU begins to count what this process computes; the function that it
// gives reports it.
func reportCPU(b *testing.B) func() {
	computed := func() int64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return u.Utime.Nano() + u.Stime.Nano()
	}
	before := computed()
	return func() { b.ReportMetric(float64(computed()-before)/float64(b.N), "cpu-ns/op") }
}
