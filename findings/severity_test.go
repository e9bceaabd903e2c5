package findings

import "testing"

func TestParseSeverity(t *testing.T) {
	for _, severity := range []Severity{Error, Warning, Info} {
		if got, err := ParseSeverity(severity.String()); got != severity || err != nil {
			t.Errorf("%s: got %s, %v", severity, got, err)
		}
	}
	if got, err := ParseThreshold("never"); got != Never || err != nil {
		t.Errorf("never: got %s, %v", got, err)
	}
	_, err := ParseSeverity("never")
	if err == nil {
		t.Error("never is a severity of a finding")
	}
	_, err = ParseThreshold("eror")
	want := `there is no severity "eror": use error, warning, info, never; did you mean "error"?`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
