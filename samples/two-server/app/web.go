package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// longest is how many characters a note has at most.
const longest = 255

// handler answers all requests.
func (a *app) handler() http.Handler {
	routes := map[string]http.HandlerFunc{
		"GET /whoami":  a.whoami,
		"GET /metrics": a.metrics.ServeHTTP,
	}
	if !a.config.worker {
		routes["GET /{$}"] = a.page
		routes["GET /notes"] = a.latest
		routes["GET /notes/{id}"] = a.byID
		routes["POST /notes"] = a.add
		routes["GET /calls/{use}"] = a.call
	}
	// A check may ask for any path, also for one that we know.
	for path, names := range a.config.health {
		if strings.HasSuffix(path, "/") {
			path += "{$}"
		}
		routes["GET "+path] = a.health.handler(names)
	}
	mux := http.NewServeMux()
	for pattern, handler := range routes {
		mux.HandleFunc(pattern, handler)
	}
	return a.observed(mux)
}

func (a *app) latest(w http.ResponseWriter, r *http.Request) {
	if a.database == nil {
		a.without(w, "database")
		return
	}
	notes, who, err := a.database.latest(r.Context())
	if err != nil {
		a.unavailable(w, err)
		return
	}
	answeredBy(w, who)
	send(w, http.StatusOK, map[string]any{"notes": notes})
}

func (a *app) byID(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		fail(w, http.StatusNotFound, errNoNote)
		return
	}
	if a.database == nil {
		a.without(w, "database")
		return
	}
	n, state, err := a.fromCache(r.Context(), id)
	if state != "" {
		w.Header().Set("X-Cache", state)
	}
	if err != nil {
		a.unavailable(w, err)
		return
	}
	if state == "hit" {
		send(w, http.StatusOK, n)
		return
	}
	n, who, err := a.database.byID(r.Context(), id)
	if err != nil && !errors.Is(err, errNoNote) {
		a.unavailable(w, err)
		return
	}
	answeredBy(w, who)
	if err != nil {
		fail(w, http.StatusNotFound, err)
		return
	}
	if state == "miss" {
		if err := a.cache.put(r.Context(), n); err != nil && !a.cacheOptional {
			a.unavailable(w, err)
			return
		}
	}
	send(w, http.StatusOK, n)
}

// fromCache asks the cache for a note. Its state is a "hit", a "miss", "away", or
// empty where there is no cache.
func (a *app) fromCache(ctx context.Context, id int64) (n note, state string, err error) {
	if a.cache == nil {
		return note{}, "", nil
	}
	n, found, err := a.cache.get(ctx, id)
	switch {
	case err != nil && a.cacheOptional:
		return note{}, "away", nil
	case err != nil:
		return note{}, "away", err
	case found:
		return n, "hit", nil
	default:
		return note{}, "miss", nil
	}
}

// add writes a note. Where there is a queue, the note goes into it too: after it
// is stored, so that no worker looks for a note that is not there.
func (a *app) add(w http.ResponseWriter, r *http.Request) {
	text, err := noteText(w, r)
	if err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	if a.database == nil {
		a.without(w, "database")
		return
	}
	id, who, err := a.database.add(r.Context(), text, a.config.instance)
	if err != nil {
		a.unavailable(w, err)
		return
	}
	answeredBy(w, who)
	if err := a.enqueue(r.Context(), id); err != nil {
		slog.Error("stored, and not in the queue", "note", id, "error", err)
		a.unavailable(w, errors.New("the note is stored, but the queue did not take it"))
		return
	}
	w.Header().Set("Location", "/notes/"+strconv.FormatInt(id, 10))
	if strings.Contains(r.Header.Get("Accept"), "text/html") { // the form on our page
		w.Header().Set("Location", "/")
		w.WriteHeader(http.StatusSeeOther)
		return
	}
	send(w, http.StatusCreated, map[string]any{"id": id})
}

func (a *app) enqueue(ctx context.Context, id int64) error {
	if a.queue == nil {
		return nil
	}
	body, err := json.Marshal(map[string]int64{"id": id})
	if err != nil {
		return err
	}
	err = a.queue.publish(ctx, body)
	if a.queueOptional {
		return nil
	}
	return err
}

// noteText takes the note out of a form's field "text", out of JSON like
// {"text": "..."}, or takes the body as it is.
func noteText(w http.ResponseWriter, r *http.Request) (string, error) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<16)
	var text string
	switch kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind {
	case "application/x-www-form-urlencoded", "multipart/form-data":
		text = r.PostFormValue("text")
	case "application/json":
		var body struct {
			Text string `json:"text"`
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			return "", errors.New(`the body is no JSON like {"text": "..."}`)
		}
		text = body.Text
	default:
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return "", err
		}
		text = string(body)
	}
	text = strings.TrimSpace(text)
	if text == "" || !utf8.ValidString(text) || utf8.RuneCountInString(text) > longest {
		return "", errors.New("send a note of 1 to 255 characters: curl -d text=hello .../notes")
	}
	return text, nil
}

// call calls another service once.
func (a *app) call(w http.ResponseWriter, r *http.Request) {
	s, known := a.services[r.PathValue("use")]
	if !known {
		fail(w, http.StatusNotFound, errors.New("no service of that name is used here"))
		return
	}
	answer, err := s.call(r.Context())
	switch {
	case err == nil:
		send(w, http.StatusOK, answer)
	case s.optional:
		send(w, http.StatusOK, map[string]string{"without": err.Error()})
	default:
		fail(w, http.StatusBadGateway, err)
	}
}

// whoami says who serves, and what it uses in which order.
func (a *app) whoami(w http.ResponseWriter, _ *http.Request) {
	uses := []map[string]any{}
	for _, u := range a.config.uses {
		uses = append(uses, map[string]any{
			"name": u.name, "reads": hosts(u.reads), "writes": hosts(u.writes), "client_chooses": u.client, "optional": u.optional,
		})
	}
	send(w, http.StatusOK, map[string]any{"instance": a.config.instance, "worker": a.config.worker, "uses": uses, "health": a.config.health})
}

func hosts(targets []target) []string {
	names := []string{}
	for _, t := range targets {
		names = append(names, t.addr)
	}
	return names
}
