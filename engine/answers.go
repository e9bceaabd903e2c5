package engine

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/loadpath/loadpath/compose"
	"github.com/loadpath/loadpath/model"
)

// How often a flow is asked that does not answer yet, and how long one answer
// may take.
const (
	askAgain  = 100 * time.Millisecond
	askAtMost = 5 * time.Second
)

// Question is how a flow is asked through the front door.
type Question struct {
	Flow   string
	Method string // GET, or POST for a flow that writes
	URL    string
	// Unasked is why the flow is not asked; Method and URL are empty then.
	Unasked string
}

// Questions are how the flows of an architecture are asked: a flow that reads by
// GET, one that writes by POST. What is asked for is the flow's path. Where none
// is written a reading flow is asked for "/", which may answer anything below
// 500, and a writing one is not asked: nobody but its author knows what it
// takes.
func Questions(p *compose.Project) []Question {
	var all []Question
	for _, flow := range p.Architecture.Flows {
		all = append(all, question(p, flow))
	}
	return all
}

func question(p *compose.Project, flow *model.Flow) Question {
	q := Question{Flow: flow.Name}
	door, found := doorOf(p, flow)
	switch {
	case !found:
		q.Unasked = "no door leads to where it enters"
		return q
	case flow.Kind == model.WriteFlow && flow.ProbePath == "":
		q.Unasked = "it writes, and has no path: write one to have it asked"
		return q
	}
	q.Method = http.MethodGet
	if flow.Kind == model.WriteFlow {
		q.Method = http.MethodPost
	}
	path := flow.ProbePath
	if path == "" {
		path = "/"
	}
	q.URL = address(door) + path
	return q
}

// address is a door's as a URL, without a path.
func address(door compose.Door) string {
	scheme := "http"
	if door.TLS {
		scheme = "https"
	}
	return fmt.Sprintf("%s://127.0.0.1:%d", scheme, door.HostPort)
}

// doorOf is the door by which a flow comes in: one that speaks HTTP and does not
// send elsewhere, an encrypted one first.
func doorOf(p *compose.Project, flow *model.Flow) (compose.Door, bool) {
	var best compose.Door
	found := false
	for _, door := range p.Doors {
		if flow.Enters == nil || door.Service != flow.Enters.Name || flow.From != "" && door.Client != flow.From {
			continue
		}
		for _, l := range flow.Enters.Listen {
			web := l.Protocol == "http" || l.Protocol == "https"
			if l.Port == door.Port && web && l.Redirect == "" && l.Purpose == "" && (!found || door.TLS && !best.TLS) {
				best, found = door, true
			}
		}
	}
	return best, found
}

// asker asks through the front door as a user would.
type asker struct{ http *http.Client }

// newAsker trusts the project's own authority.
func newAsker(folder string) *asker {
	roots := x509.NewCertPool()
	if pem, err := os.ReadFile(filepath.Join(folder, "secrets", "ca.pem")); err == nil {
		roots.AppendCertsFromPEM(pem)
	}
	return &asker{&http.Client{
		Timeout:       askAtMost,
		Transport:     &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: roots}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// ask asks once, and says what is wrong with the answer; nil: it is good. A path
// that was written has to be there, "/" for want of one need not.
func (a *asker) ask(ctx context.Context, q Question) error {
	var body io.Reader
	if q.Method == http.MethodPost {
		body = strings.NewReader("text=loadpath")
	}
	request, err := http.NewRequestWithContext(ctx, q.Method, q.URL, body)
	if err != nil {
		return err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := a.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= 500 {
		return fmt.Errorf("%s %s answers %s", q.Method, q.URL, printable(response.Status))
	}
	return nil
}

// awaitAnswers asks all flows until they answer.
func awaitAnswers(ctx context.Context, folder string, questions []Question, progress *Progress) error {
	a := newAsker(folder)
	failed := make([]error, len(questions))
	var all sync.WaitGroup
	for i, q := range questions {
		if q.Unasked != "" {
			continue
		}
		progress.Set("flow "+q.Flow, "asking")
		all.Go(func() {
			for {
				err := a.ask(ctx, q)
				if err == nil {
					progress.Set("flow "+q.Flow, "answers")
					return
				}
				if ctx.Err() == nil {
					failed[i] = err
				}
				if !each(ctx, askAgain) {
					return
				}
			}
		})
	}
	all.Wait()
	if ctx.Err() == nil {
		return nil
	}
	for i, err := range failed {
		if err != nil {
			return fmt.Errorf("the flow %s does not answer: %w", questions[i].Flow, err)
		}
	}
	return ctx.Err()
}
