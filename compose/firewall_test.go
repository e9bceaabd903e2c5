package compose_test

import (
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
)

// TestFirewallsHold runs the samples with firewalls and asks, from within the
// network of every instance, every port at which anything on another server
// listens: it connects exactly where the firewalls permit it.
func TestFirewallsHold(t *testing.T) {
	requireEngine(t)
	for _, name := range []string{"secured", "highly-available"} {
		t.Run(name, func(t *testing.T) { firewallsHold(t, name) })
	}
}

func firewallsHold(t *testing.T, name string) {
	architecture, err := filepath.Abs(filepath.Join("..", "samples", name))
	if err != nil {
		t.Fatal(err)
	}
	a := sample(t, name)
	a.Name = fmt.Sprintf("firewalls-%d", os.Getpid())
	ports := map[int]int{}
	for i, number := range []int{80, 443, 9090} {
		ports[number] = 21000 + (os.Getpid()*3+i)%10000
	}
	subnet := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 192 + byte(os.Getpid()%63), 0, 0}), 16)
	p := materialized(t, a, compose.Options{Folder: architecture, Ports: ports, Subnet: subnet})
	dir := written(t, p)
	t.Cleanup(func() { run(t, dir, "docker", "compose", "down", "--volumes", "--timeout", "2", "--rmi", "local") })
	run(t, dir, "docker", "compose", "up", "--detach", "--wait")
	if t.Failed() {
		return
	}
	prober := prober{t: t, a: a, p: p, open: make(map[*compose.Container][]string)}
	for _, c := range p.Containers {
		if c.Role == compose.Instance || c.Role == compose.Agent {
			prober.open[c] = listening(t, p, c)
			t.Logf("%s listens at %v", c.Name, prober.open[c])
		}
	}
	var all sync.WaitGroup
	for _, from := range p.Containers {
		if from.Role == compose.Instance || from.Role == compose.Gate {
			all.Go(func() { prober.probe(from) })
		}
	}
	all.Wait()
	if prober.connected == 0 || prober.kept == 0 {
		t.Errorf("%d connected and %d did not: the test no longer tests", prober.connected, prober.kept)
	}
	t.Logf("%d connected, %d did not, as the firewalls say", prober.connected, prober.kept)
}

// prober asks from within containers.
type prober struct {
	t    *testing.T
	a    *model.Architecture
	p    *compose.Project
	open map[*compose.Container][]string

	mutex           sync.Mutex
	connected, kept int
}

// probe asks everything that a container on another server listens at.
func (p *prober) probe(from *compose.Container) {
	var asked []string
	targets := make(map[string]*compose.Container)
	for to, addresses := range p.open {
		if from == to || from.Server != nil && from.Server == to.Server || to.Server == nil {
			continue
		}
		for _, address := range addresses {
			asked = append(asked, address)
			targets[address] = to
		}
	}
	slices.Sort(asked)
	var script strings.Builder
	for _, address := range asked {
		host, number, _ := strings.Cut(address, ":")
		fmt.Fprintf(&script, "(timeout 5 nc -w 2 %s %s </dev/null >/dev/null 2>&1 && echo %s) &\n", host, number, address)
	}
	out, err := exec.Command("docker", "run", "--rm", "--network=container:"+id(p.p, from), "busybox:1.38", "sh", "-c", script.String()+"wait").Output()
	if err != nil {
		p.t.Errorf("from %s: %v", from.Name, err)
		return
	}
	reached := strings.Fields(string(out))
	p.judge(from, asked, targets, reached)
}

// judge holds what connected against what the firewalls permit. A port that is
// permitted connects at one of its addresses: that of a network that the two
// have in common.
func (p *prober) judge(from *compose.Container, asked []string, targets map[string]*compose.Container, reached []string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	got := make(map[string]bool)
	for _, address := range reached {
		got[name(targets[address], address)] = true
	}
	seen := make(map[string]bool)
	for _, address := range asked {
		to := targets[address]
		what := name(to, address)
		if seen[what] {
			continue
		}
		seen[what] = true
		_, number, _ := strings.Cut(address, ":")
		port, err := strconv.Atoi(number)
		if err != nil {
			p.t.Error(err)
		}
		permitted := p.a.Permits(p.sender(from), endpoint(to), port, "tcp")
		switch {
		case permitted != got[what]:
			p.t.Errorf("%s to %s: connects %v, permitted %v", from.Name, what, got[what], permitted)
		case permitted:
			p.connected++
		default:
			p.kept++
		}
	}
}

func name(c *compose.Container, address string) string {
	_, number, _ := strings.Cut(address, ":")
	return c.Name + ":" + number
}

func (p *prober) sender(c *compose.Container) model.Sender {
	if c.Role == compose.Gate {
		return model.Sender{Client: p.a.Client(strings.TrimSuffix(c.Name, "_door"))}
	}
	return model.Sender{Instance: c.Instance}
}

// endpoint is a container as firewalls see it: an agent is one of its server's.
func endpoint(c *compose.Container) *model.Instance {
	if c.Role == compose.Agent {
		return &model.Instance{Service: &model.Service{Name: c.Server.Group.Agent}, Server: c.Server}
	}
	return c.Instance
}

// id is the engine's name of a container, or of the one whose network it has.
func id(p *compose.Project, c *compose.Container) string {
	name := c.Name
	if c.Shares != "" {
		name = c.Shares
	}
	return p.Name + "-" + name + "-1"
}

// listening are the addresses and ports at which a container can be asked from
// outside, as its kernel has them.
func listening(t *testing.T, p *compose.Project, c *compose.Container) []string {
	t.Helper()
	out, err := exec.Command("docker", "run", "--rm", "--network=container:"+id(p, c), "busybox:1.38", "netstat", "-ltn").Output()
	if err != nil {
		t.Fatalf("%s: %v", c.Name, err)
	}
	var open []string
	for _, line := range strings.Split(string(out), "\n") {
		fields := strings.Fields(line)
		if len(fields) < 6 || fields[5] != "LISTEN" {
			continue
		}
		i := strings.LastIndex(fields[3], ":")
		host, number := fields[3][:i], fields[3][i+1:]
		if strings.HasPrefix(host, "127.") || host == "::1" {
			continue
		}
		// An address that moves is not this one's alone: it is left out.
		address, err := netip.ParseAddr(host)
		for _, at := range networksOf(p, c) {
			if err != nil || address.IsUnspecified() || address == at.Address {
				open = append(open, at.Address.String()+":"+number)
			}
		}
	}
	slices.Sort(open)
	return slices.Compact(open)
}

// networksOf are the networks of a container, or of the one that holds them.
func networksOf(p *compose.Project, c *compose.Container) []compose.Attachment {
	for _, holder := range p.Containers {
		if holder.Name == c.Shares {
			return holder.Networks
		}
	}
	return c.Networks
}
