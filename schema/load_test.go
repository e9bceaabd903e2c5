package schema

import (
	"os"
	"testing"
)

func TestX(t *testing.T) {
	d, err := Load(os.Getenv("P"), Options{Dir: os.Getenv("D"), Stdin: os.Stdin})
	if err != nil {
		t.Fatal("\n" + err.Error())
	}
	t.Log(len(d.Architecture.Services), d.Architecture.Services[0])
	m := d.Map()
	for _, p := range []string{"services.lb", "services.web", "services.lb.uses.web.check.reaches[0]", "services.lb.kind", "servers", "servers.lb-1.zone", "nope", "services.app.port"} {
		t.Log(p, m.Locate(p))
	}
}
