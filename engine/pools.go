package engine

import (
	"context"
	"regexp"
	"strings"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
)

// Pool is the targets of a load balancer's connection, as it sees them.
type Pool struct {
	// Balancer is the instance, Connection what it balances.
	Balancer   string       `json:"balancer"`
	Connection string       `json:"connection"`
	Targets    []PoolTarget `json:"targets"`
	// Unknown is why the balancer could not be asked.
	Unknown string `json:"unknown,omitempty"`
}

// PoolTarget is one of them.
type PoolTarget struct {
	Instance string `json:"instance"`
	// Sees is the state that the balancer sees, in HAProxy's words: UP, DOWN,
	// and others; "no check" where it does not look.
	Sees string `json:"sees"`
	// Takes: requests go to it.
	Takes bool `json:"takes"`
}

// readMetrics asks HAProxy in its own container for its metrics: the image has
// bash, and no program that speaks HTTP.
const readMetrics = `exec 3<>/dev/tcp/127.0.0.1/8404; printf 'GET /metrics HTTP/1.0\r\n\r\n' >&3; cat <&3`

// pools asks every load balancer for its pools.
func (e *Engine) pools(ctx context.Context, p *compose.Project, there []running) []Pool {
	var found []Pool
	for _, c := range p.Containers {
		if c.Role != compose.Instance || c.Instance.Service.Defaults.Name != "haproxy" {
			continue
		}
		r := find(there, c.Name)
		metrics, unknown := "", ""
		if !r.up() {
			unknown = "it is not up"
		} else {
			asking, cancel := context.WithTimeout(ctx, askAtMost)
			text, err := e.exec(asking, r.id, "", "bash", "-c", readMetrics)
			cancel()
			if metrics = text; err != nil {
				unknown = printable(err.Error())
			}
		}
		states := serverStates(metrics)
		for _, connection := range c.Instance.Service.Connections {
			pool := Pool{Balancer: displayed(c), Connection: connection.Name(), Unknown: unknown}
			if unknown == "" {
				pool.Targets = targetsOf(p, connection, states)
			}
			found = append(found, pool)
		}
	}
	return found
}

// inPool is a server of a backend, by its container's name.
type inPool struct{ backend, server string }

var serverStatus = regexp.MustCompile(`^haproxy_server_status\{proxy="([^"]*)",server="([^"]*)",state="([^"]*)"\} 1(\.0*)?$`)

// serverStates reads from HAProxy's metrics which state each server is in.
func serverStates(metrics string) map[inPool]string {
	states := make(map[inPool]string)
	for line := range strings.Lines(metrics) {
		if found := serverStatus.FindStringSubmatch(strings.TrimSpace(line)); found != nil {
			states[inPool{found[1], found[2]}] = found[3]
		}
	}
	return states
}

// targetsOf are the targets of a connection, and which of them take requests:
// all active ones that are good, or, where none is, the first of the backups
// or all of them.
func targetsOf(p *compose.Project, c *model.Connection, states map[inPool]string) []PoolTarget {
	var targets []PoolTarget
	good := func(i *model.Instance) bool {
		state := states[inPool{c.Name(), containerOf(p, i.Name()).Name}]
		return state == "UP" || state == "no check" || state == "NOLB"
	}
	all := append(append([]*model.Instance{}, c.Active...), c.Backups...)
	takes := taking(c, good)
	for _, i := range all {
		state, known := states[inPool{c.Name(), containerOf(p, i.Name()).Name}]
		if !known {
			continue // by its role it is none of the targets
		}
		targets = append(targets, PoolTarget{Instance: i.Name(), Sees: printable(state), Takes: takes[i]})
	}
	return targets
}

func taking(c *model.Connection, good func(*model.Instance) bool) map[*model.Instance]bool {
	takes := make(map[*model.Instance]bool)
	for _, i := range c.Active {
		if good(i) {
			takes[i] = true
		}
	}
	if len(takes) > 0 {
		return takes
	}
	for _, i := range c.Backups {
		if good(i) && (len(takes) == 0 || c.AllBackups) {
			takes[i] = true
		}
	}
	return takes
}
