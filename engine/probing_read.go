package engine

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// What was written is read back at this pace, by so many readers. A replica may
// be behind, so that each is asked for several times before it counts as gone.
const (
	readEvery   = 20 * time.Millisecond
	readers     = 4
	readTries   = 6
	readAgainIn = 500 * time.Millisecond
)

// fate is what became of something that was written.
type fate int

const (
	kept fate = iota
	unread
	lost
)

// readBack asks for every write of a flow that was acknowledged in a span of
// time: how many could not be asked for, and those that are gone.
func (p *probing) readBack(ctx context.Context, f *probed, from, to time.Time) (unreadable int, gone []string) {
	var written []probe
	for _, r := range f.between(from, to) {
		if r.written {
			written = append(written, r)
		}
	}
	fates := make([]fate, len(written))
	next := make(chan int)
	var all sync.WaitGroup
	for range readers {
		all.Go(func() {
			for i := range next {
				fates[i] = p.read(ctx, written[i])
			}
		})
	}
	for i := range written {
		fates[i] = unread
		if each(ctx, readEvery) {
			next <- i
		}
	}
	close(next)
	all.Wait()
	for i, what := range fates {
		switch what {
		case unread:
			unreadable++
		case lost:
			gone = append(gone, written[i].text)
		}
	}
	return unreadable, gone
}

// read asks for one write until it is there.
func (p *probing) read(ctx context.Context, r probe) fate {
	if r.location == "" {
		return unread
	}
	result := unread
	for range readTries {
		if result = p.readOnce(ctx, r); result == kept || !each(ctx, readAgainIn) {
			break
		}
	}
	return result
}

// readOnce tells a write that is not there from one that nobody can ask for.
func (p *probing) readOnce(ctx context.Context, r probe) fate {
	response, err := p.do(ctx, http.MethodGet, r.location, "")
	if err != nil {
		return unread
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, readAtMost))
	switch {
	case err != nil || response.StatusCode >= 500:
		return unread
	case response.StatusCode < 300 && strings.Contains(string(body), r.text):
		return kept
	}
	return lost
}
