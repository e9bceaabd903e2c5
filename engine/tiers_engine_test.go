package engine

import (
	"slices"
	"strings"
	"testing"

	"github.com/docker/docker/api/types/container"
)

// stored is the stack of an architecture among those in compose/testdata, with
// its doors at these ports on free ones.
func stored(t *testing.T, e *Engine, name string, doors ...int) *Stack {
	t.Helper()
	path := "../compose/testdata/" + name
	s := stackOf(t, e, sample(t, path), path)
	for _, number := range doors {
		s.Choices.Ports[number] = unusedPort(t)
	}
	return s
}

func restart(t *testing.T, e *Engine, s *Stack, service string) {
	t.Helper()
	all, err := e.containers(t.Context(), s.Architecture.Name)
	if err != nil {
		t.Fatal(err)
	}
	soon := 1
	if err := e.docker.ContainerRestart(t.Context(), find(all, service).id, container.StopOptions{Timeout: &soon}); err != nil {
		t.Fatal(err)
	}
}

// holds waits until exactly these instances have the virtual IP of a service.
func holds(t *testing.T, e *Engine, s *Stack, service string, want ...string) {
	t.Helper()
	eventually(t.Context(), t, strings.Join(want, " and ")+" has the virtual IP of "+service, func() bool {
		now, _ := status(t, e, s)
		return slices.ContainsFunc(now.VirtualIPs, func(v VirtualIP) bool { return v.Service == service && slices.Equal(v.Holders, want) })
	})
}

// TestVirtualIPBetweenTiers: the web servers reach the applications by an address
// that two inner load balancers share. It moves when the one that has it dies,
// and back; keepalived can be started anew beside an instance; and an instance
// whose network was taken away is seen, and mended.
func TestVirtualIPBetweenTiers(t *testing.T) {
	requireStacks(t)
	e := connected(t)
	s := stored(t, e, "tiers", 8000, 8001)
	up(t, e, s)
	asDrawn(t, e, s)
	inside, operators := siteAt(t, s, 8000), siteAt(t, s, 8001)
	inside.write(t.Context(), "first")
	operators.shows(t.Context(), "first")

	kill(t, e, s, "inner.mid-1")
	holds(t, e, s, "inner", "inner@mid-2")
	inside.write(t.Context(), "by the other")
	operators.shows(t.Context(), "by the other")
	up(t, e, s)
	holds(t, e, s, "inner", "inner@mid-1")
	asDrawn(t, e, s)

	restart(t, e, s, "inner.mid-1_vrrp")
	kill(t, e, s, "inner.mid-2")
	holds(t, e, s, "inner", "inner@mid-1")
	inside.write(t.Context(), "beside another keepalived")
	up(t, e, s)

	restart(t, e, s, "inner.mid-2_net")
	if now, text := status(t, e, s); now.AsDrawn || !strings.Contains(text, "nobody reaches it") {
		t.Errorf("inner@mid-2 has lost its network, and status says nothing:\n%s", text)
	}
	up(t, e, s)
	asDrawn(t, e, s)
	kill(t, e, s, "inner.mid-1")
	holds(t, e, s, "inner", "inner@mid-2")
	inside.write(t.Context(), "by the one that was mended")
}
