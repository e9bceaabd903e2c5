package drill_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/engine/drill"
)

var proofDay = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// good is an encrypted way that is as drawn.
func good() drill.Channel {
	return drill.Channel{
		What: "lb.web", From: "lb@lb-1", To: "web@server-1", Port: 443, Minimum: "1.2", Verify: true, Name: "web",
		Accepted: []string{"1.2", "1.3"}, Cipher: "TLS_AES_128_GCM_SHA256", Issuer: "loadpath demo", Expires: proofDay.AddDate(2, 0, 0), Plain: "refused",
	}
}

func TestChannels(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*drill.Channel)
		want   drill.Result
		why    string
	}{
		{"as drawn", func(*drill.Channel) {}, drill.Holds, ""},
		{"plain text", func(c *drill.Channel) { c.Plain, c.Said = "accepted", "HTTP/1.1 200 OK" }, drill.Fails, "it takes plain text: HTTP/1.1 200 OK"},
		{"nobody knows", func(c *drill.Channel) { c.Plain = "unknown" }, drill.Noted, "whether it takes plain text is not known"},
		{"too old for a listener", func(c *drill.Channel) { c.Accepted, c.Listener = []string{"1.1", "1.2"}, true }, drill.Fails, "it takes 1.1, and 1.2 is the least that is drawn"},
		{"old for others", func(c *drill.Channel) { c.Accepted = []string{"1.1", "1.2"} }, drill.Noted, "it takes 1.1 from others; who goes this way has to ask for 1.2"},
		{"too old", func(c *drill.Channel) { c.Minimum, c.Accepted = "1.3", []string{"1.2"} }, drill.Fails, "it takes 1.2 at most, and 1.3 is the least that is drawn"},
		{"newer than drawn", func(c *drill.Channel) { c.Accepted = []string{"1.3"} }, drill.Noted, "1.2 is drawn, and it takes nothing below 1.3"},
		{"no TLS", func(c *drill.Channel) { c.Accepted = nil }, drill.Fails, "it takes no version of TLS"},
		{"nobody there", func(c *drill.Channel) { c.Unreached = "it is silent" }, drill.Fails, "it cannot be reached: it is silent"},
		{"another's certificate", func(c *drill.Channel) { c.Unverified = "unknown authority" }, drill.Fails, "its certificate is not to be trusted: unknown authority"},
		{"nobody looks", func(c *drill.Channel) { c.Unverified, c.Verify = "unknown authority", false }, drill.Noted, "its certificate is not to be trusted, and nobody looks: unknown authority"},
		{"over", func(c *drill.Channel) { c.Expires = proofDay.AddDate(0, 0, -1) }, drill.Fails, "its certificate was good until 2026-11-22"},
		{"two reasons", func(c *drill.Channel) { c.Plain, c.Unverified = "accepted", "unknown authority" }, drill.Fails, "its certificate is not to be trusted: unknown authority; it takes plain text: "},
	} {
		c := good()
		test.change(&c)
		got := drill.NewTLS([]drill.Channel{c}, nil, nil, proofDay).Channels[0]
		if why := strings.Join(got.Why, "; "); got.Result != test.want || why != test.why {
			t.Errorf("%s: %s, %q; want %s, %q", test.name, got.Result, why, test.want, test.why)
		}
	}
}

func TestRedirects(t *testing.T) {
	for _, test := range []struct {
		redirect drill.Redirect
		want     drill.Result
	}{
		{drill.Redirect{Status: 301, Location: "https://www.example.com/"}, drill.Holds},
		{drill.Redirect{Status: 200}, drill.Fails},
		{drill.Redirect{Status: 302, Location: "http://www.example.com/"}, drill.Fails},
		{drill.Redirect{Unreached: "it is silent"}, drill.Fails},
	} {
		if got := drill.NewTLS(nil, []drill.Redirect{test.redirect}, nil, proofDay).Redirects[0]; got.Result != test.want {
			t.Errorf("%+v: %s, want %s", test.redirect, got.Result, test.want)
		}
	}
}

// TestWays tries everything that can be drawn and seen of a way.
func TestWays(t *testing.T) {
	for _, test := range []struct {
		needed, permitted, guarded bool
		seen                       string
		want                       drill.Result
	}{
		{true, true, true, "connected", drill.Holds},
		{true, true, true, "silent", drill.Fails},
		{true, true, false, "connected", drill.Holds},
		{true, true, false, "refused", drill.Fails},
		{true, false, true, "connected", drill.Fails},
		{true, false, true, "silent", drill.Noted}, // the architecture cuts its own connection
		{false, true, true, "connected", drill.Noted},
		{false, true, false, "connected", drill.Noted},
		{false, true, true, "unreachable", drill.Fails},
		{false, false, true, "connected", drill.Fails},
		{false, false, true, "refused", drill.Holds},
	} {
		w := drill.Way{From: "a", To: "b", Port: 1, Permitted: test.permitted, Guarded: test.guarded, Seen: test.seen}
		if test.needed {
			w.NeededBy = []string{"a.b"}
		}
		got := drill.NewFirewall(false, []drill.Way{w}, nil).Ways[0]
		if got.Result != test.want || (got.Result == drill.Holds) != (len(got.Why) == 0) {
			t.Errorf("%+v: %s %q, want %s", test, got.Result, got.Why, test.want)
		}
	}
}

func TestAlarms(t *testing.T) {
	expected := drill.Expected{Monitoring: "monitoring", Alert: "down", About: []string{"web@server-2"}, For: drill.Span(time.Minute)}
	second := func(n float64) drill.Span { return drill.Span(n * float64(time.Second)) }
	heard := func(noticed, raised float64) []drill.Heard {
		return []drill.Heard{{Monitoring: "monitoring", Alert: "down", About: []string{"web@server-2", "server-2"}, Noticed: second(noticed), Raised: second(raised)}}
	}
	other := heard(5, 65)
	other[0].About = []string{"web@server-1"}
	for _, test := range []struct {
		name     string
		listened drill.Listened
		flow     bool
		want     drill.Result
	}{
		{"raised", drill.Listened{Heard: heard(5, 65), Lasted: second(70)}, false, drill.Holds},
		{"noticed, and repaired", drill.Listened{Heard: heard(5, 0), Lasted: second(20)}, false, drill.Noted},
		{"noticed, and never raised", drill.Listened{Heard: heard(5, 0), Lasted: second(90)}, false, drill.Fails},
		{"nothing", drill.Listened{Lasted: second(60)}, false, drill.Fails},
		{"nothing yet", drill.Listened{Lasted: second(8)}, false, drill.NotTried},
		{"another's", drill.Listened{Heard: other, Lasted: second(90)}, false, drill.Fails},
		{"a flow that a person mended", drill.Listened{Lasted: second(90), FlowsLasted: second(12)}, true, drill.NotTried},
		{"a server that a person did not", drill.Listened{Lasted: second(90), FlowsLasted: second(12)}, false, drill.Fails},
	} {
		e := expected
		e.Flow = test.flow
		test.listened.Expected = []drill.Expected{e}
		if got := drill.NewMonitored([]drill.Listened{test.listened}).Alarms[0]; got.Result != test.want {
			t.Errorf("%s: %s %q, want %s", test.name, got.Result, got.Why, test.want)
		}
	}
}

// TestExpectedAlerts: each break of the secured sample with what is to be raised.
func TestExpectedAlerts(t *testing.T) {
	p := sample(t, "secured")
	var b strings.Builder
	for _, kind := range []analysis.Kind{analysis.Crash, analysis.Hang, analysis.Cut} {
		for _, trial := range plan(t, p, drill.Options{Kinds: []analysis.Kind{kind}}).Trials {
			b.WriteString(trial.Name + "\n")
			for _, e := range drill.ExpectedAlerts(p.Architecture, trial) {
				b.WriteString("  " + e.Alert + " of " + e.Monitoring + ", about " + strings.Join(e.About, " ") + "\n")
			}
		}
	}
	golden(t, "alerts-secured.txt", b.String())
}

// proofs are some of each kind that come to each result, with hostile texts
// from containers.
func proofs() *drill.Proofs {
	plain, strange := good(), good()
	plain.To, plain.Plain, plain.Said = "web@server-2", "accepted", "HTTP/1.1 200 OK"
	strange.What, strange.Name, strange.Plain, strange.Unverified = "app.db", "db", "unknown", "x509: <b>|\x1b[31m`"
	strange.Verify = false
	way := func(from, to string, port int, seen string, permitted bool, needed ...string) drill.Way {
		return drill.Way{From: from, To: to, Port: port, Seen: seen, Permitted: permitted, Guarded: true, NeededBy: needed}
	}
	return &drill.Proofs{
		Architecture: "demo",
		Firewall: drill.NewFirewall(false, []drill.Way{
			way("lb@lb-1", "web@server-1", 443, "connected", true, "lb.web"),
			way("lb@lb-1", "web@server-1", 8405, "silent", false),
			way("lb@lb-1", "db@server-1", 3306, "connected", false),
			way("monitoring@mon-1", "lb@lb-1", 80, "connected", true),
			way("monitoring@mon-1", "lb@lb-1", 8404, "connected", true),
			way("app@server-1", "cache@server-2", 6379, "silent", false, "app.cache"),
		}, []drill.Skipped{{What: "web@server-3", Why: "it is not up"}}),
		TLS: drill.NewTLS([]drill.Channel{good(), plain, strange}, []drill.Redirect{
			{From: "internet", To: "lb@lb-1", Port: 80, Status: 301, Location: "https://www.example.com/"},
		}, nil, proofDay),
		Monitoring: drill.NewMonitored([]drill.Listened{
			{Trial: "crash of web@server-2", Lasted: drill.Span(80 * time.Second), Expected: []drill.Expected{
				{Monitoring: "monitoring", Alert: "down", About: []string{"web@server-2"}, For: drill.Span(time.Minute)},
				{Monitoring: "monitoring", Alert: "standby-down", About: []string{"web@server-2"}, For: drill.Span(5 * time.Minute)},
			}, Heard: []drill.Heard{
				{Monitoring: "monitoring", Alert: "down", About: []string{"web@server-2"}, Noticed: drill.Span(7200 * time.Millisecond), Raised: drill.Span(68 * time.Second), Told: drill.Span(69 * time.Second)},
				{Monitoring: "monitoring", Alert: "standby-down", About: []string{"web@server-2"}, Noticed: drill.Span(7200 * time.Millisecond)},
			}},
			{Trial: "crash of mon-1", Unheard: "nothing that watches is up and left whole"},
		}),
	}
}

func TestProofReports(t *testing.T) {
	p := proofs()
	if p.Hold() {
		t.Error("they hold, though a forbidden port connects")
	}
	none := drill.Proofs{Architecture: "demo", Firewall: drill.NewFirewall(true, []drill.Way{{From: "a", To: "b", Port: 1, Permitted: true, Seen: "connected"}}, nil), TLS: drill.NewTLS(nil, nil, nil, proofDay)}
	if !none.Hold() {
		t.Error("nothing is drawn, and it does not hold")
	}
	for file, write := range map[string]func(*bytes.Buffer) error{
		"proofs.txt":      func(b *bytes.Buffer) error { return p.WriteText(b) },
		"proofs.md":       func(b *bytes.Buffer) error { return p.WriteMarkdown(b) },
		"proofs.json":     func(b *bytes.Buffer) error { return p.WriteJSON(b) },
		"proofs-none.txt": func(b *bytes.Buffer) error { return none.WriteText(b) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsRune(b.String(), '\x1b') {
			t.Errorf("%s: a container's words reach the terminal", file)
		}
		golden(t, file, b.String())
	}
}

// TestProofsAreRead: what was written is read the same, as a drill that goes on
// does.
func TestProofsAreRead(t *testing.T) {
	text, err := json.Marshal(proofs())
	if err != nil {
		t.Fatal(err)
	}
	var again drill.Proofs
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	if second, err := json.Marshal(&again); err != nil || !slices.Equal(text, second) {
		t.Errorf("read and written again: %v\n%s\n%s", err, text, second)
	}
}
