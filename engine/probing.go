package engine

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/loadpath/loadpath/engine/drill"
)

// How a flow is probed, whatever becomes of it: a request is given up after
// probeAtMost, and one is late where its turn came lateAfter before it was sent.
const (
	probeAtMost = 10 * time.Second
	lateAfter   = 250 * time.Millisecond
)

// probing asks flows through the front door at a steady rate, each request on a
// connection of its own. No request waits for the answer of another: there are
// as many on their way at once as one flow's rate and patience make.
type probing struct {
	client *http.Client
	every  time.Duration
	run    string // begins the texts that are written
	flows  []*probed
	stop   context.CancelFunc
	done   sync.WaitGroup
}

// probed is one flow and all that was asked of it.
type probed struct {
	flow drill.Flow
	mu   sync.Mutex
	sent []probe
}

// probe is one request.
type probe struct {
	at       time.Time
	late     time.Duration // after its turn
	took     time.Duration
	answered bool
	wrong    string // empty where the answer was good
	text     string // what was written
	written  bool   // it was acknowledged
	location string // where what was written can be read
}

// startProbing asks the flows of a plan until it is stopped.
func startProbing(ctx context.Context, folder string, plan *drill.Plan) (*probing, error) {
	random := make([]byte, 4)
	_, _ = rand.Read(random)
	p := &probing{client: probeClient(folder), every: time.Duration(float64(time.Second) / plan.Rate), run: hex.EncodeToString(random)}
	for _, flow := range plan.Flows {
		if flow.Unprobed != "" {
			continue
		}
		if at, err := url.Parse(flow.URL); err != nil || at.Hostname() != "127.0.0.1" {
			return nil, fmt.Errorf("the flow %s is asked at %s: a drill asks at 127.0.0.1 only", flow.Name, flow.URL)
		}
		p.flows = append(p.flows, &probed{flow: flow})
	}
	ctx, p.stop = context.WithCancel(ctx)
	for i, f := range p.flows {
		// The flows take turns, so that not all are asked at the same moment.
		p.done.Go(func() { p.ask(ctx, f, p.every*time.Duration(i)/time.Duration(len(p.flows))) })
	}
	return p, nil
}

// probeClient goes to 127.0.0.1 only, follows no redirects, trusts the stack's
// authority, and makes a connection for every request.
func probeClient(folder string) *http.Client {
	client := newAsker(folder).http
	client.Timeout = probeAtMost
	dialer := &net.Dialer{Timeout: probeAtMost}
	client.Transport.(*http.Transport).DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if host, _, err := net.SplitHostPort(address); err != nil || host != "127.0.0.1" {
			return nil, fmt.Errorf("%s is not on 127.0.0.1", address)
		}
		return dialer.DialContext(ctx, network, address)
	}
	return client
}

// end stops asking and waits for what is on its way.
func (p *probing) end() {
	p.stop()
	p.done.Wait()
}

// ask sends a request whenever it is a flow's turn. A turn that was missed by
// more than the next one is not made up for: the rate is never higher than
// asked for.
func (p *probing) ask(ctx context.Context, f *probed, first time.Duration) {
	atOnce := make(chan struct{}, int(probeAtMost/p.every)+1)
	for turn := time.Now().Add(first); each(ctx, time.Until(turn)); {
		now := time.Now()
		select {
		case atOnce <- struct{}{}:
			number := f.begin(now, now.Sub(turn), p.run)
			p.done.Go(func() {
				p.once(ctx, f, number)
				<-atOnce
			})
		default: // the answers are late by more than they may be: so is this turn
		}
		turn = turn.Add(p.every)
		if behind := now.Sub(turn); behind > 0 {
			turn = turn.Add(behind.Truncate(p.every))
		}
	}
}

// begin notes a request that is about to be sent.
func (f *probed) begin(now time.Time, late time.Duration, run string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := probe{at: now, late: late}
	if f.flow.Method == http.MethodPost {
		r.text = fmt.Sprintf("loadpath-drill-%s-%s-%d", run, f.flow.Name, len(f.sent))
	}
	f.sent = append(f.sent, r)
	return len(f.sent) - 1
}

// once sends a request and notes what came of it.
func (p *probing) once(ctx context.Context, f *probed, number int) {
	f.mu.Lock()
	r := f.sent[number]
	f.mu.Unlock()
	r.location, r.wrong = p.send(context.WithoutCancel(ctx), f.flow, r.text)
	r.written = r.text != "" && r.wrong == ""
	r.took, r.answered = time.Since(r.at), true
	f.mu.Lock()
	f.sent[number] = r
	f.mu.Unlock()
}
