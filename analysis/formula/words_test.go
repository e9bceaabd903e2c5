package formula_test

import (
	"testing"

	"github.com/loadpath/loadpath/analysis/formula"
)

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{
		0: "0 %", 0.5: "50 %", 0.999: "99.9 %", 0.99899: "99.899 %", 0.9993278: "99.9328 %", 0.99999999: "99.999999 %",
		1: "100 %", 1 - 1e-15: "more than 99.999999999 %",
	} {
		if got := formula.Percent(share); got != want {
			t.Errorf("%v: %s, want %s", share, got, want)
		}
	}
}

func TestMinutes(t *testing.T) {
	for minutes, want := range map[float64]string{
		0: "0", 0.001: "0.00", 0.861: "0.86", 0.999: "1.0", -2.34: "-2.3", 50.27: "50.3", 99.96: "100", 353.28: "353",
	} {
		if got := formula.Minutes(minutes); got != want {
			t.Errorf("%v: %s, want %s", minutes, got, want)
		}
	}
}
