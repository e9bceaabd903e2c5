package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/loadpath/loadpath/engine/prober"
)

// alert is one as Prometheus, or an Alertmanager, writes it.
type alert struct {
	Labels   map[string]string `json:"labels"`
	State    string            `json:"state"` // pending or firing
	ActiveAt time.Time         `json:"activeAt"`
}

// key is what an alert is about, all of it.
func (a alert) key() string {
	text, _ := json.Marshal(a.Labels) // a map of texts can be written, and comes sorted
	return string(text)
}

// subjects are the names of what an alert is about.
func (a alert) subjects() []string {
	var names []string
	for _, label := range []string{"instance", "server", "flow"} {
		if name := a.Labels[label]; name != "" && !slices.Contains(names, printable(name)) {
			names = append(names, printable(name))
		}
	}
	return names
}

func (a alert) about(names []string) bool {
	return slices.ContainsFunc(a.subjects(), func(name string) bool { return slices.Contains(names, name) })
}

// alerts are those that Prometheus has now.
func (r ear) alerts(ctx context.Context, roots string) ([]alert, error) {
	var said struct{ Data struct{ Alerts []alert } }
	err := r.read(ctx, r.prometheus, roots, &said)
	return said.Data.Alerts, err
}

// told are the keys of those that the Alertmanager has.
func (r ear) told(ctx context.Context, roots string) ([]string, error) {
	if r.alertmanager == "" {
		return nil, nil
	}
	var said []struct {
		Labels map[string]string `json:"labels"`
	}
	if err := r.read(ctx, r.alertmanager, roots, &said); err != nil {
		return nil, err
	}
	var keys []string
	for _, a := range said {
		keys = append(keys, alert{Labels: a.Labels}.key())
	}
	return keys, nil
}

func (r ear) read(ctx context.Context, url, roots string, into any) error {
	answer, err := r.ask(ctx, prober.Order{HTTP: &prober.HTTP{URL: url, Name: "localhost", Roots: roots, Within: askAtMost}})
	if err != nil {
		return err
	}
	if answer.HTTP.Status != 200 {
		return fmt.Errorf("%s answers %d", url, answer.HTTP.Status)
	}
	return json.Unmarshal(answer.HTTP.Body, into)
}
