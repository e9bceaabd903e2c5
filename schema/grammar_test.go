package schema

import "testing"

func TestLanguage(t *testing.T) {
	l, err := theLanguage()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", l.open())
}
