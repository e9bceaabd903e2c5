package main

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"
)

// observed names us in every answer, and logs and counts every request.
func (a *app) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := time.Now()
		w.Header().Set("X-Served-By", a.config.instance)
		recorder := &statusRecorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(recorder, r)
		took := time.Since(started)
		a.metrics.observe(routed(r), recorder.status, took)
		from, _, _ := net.SplitHostPort(r.RemoteAddr)
		slog.Info("request", "method", r.Method, "path", r.URL.Path, "status", recorder.status,
			"took", took.Round(time.Microsecond), "from", from, "database", w.Header().Get("X-Database"))
	})
}

// routed is the path of a route, so that there are as many series as routes.
func routed(r *http.Request) string {
	_, path, _ := strings.Cut(r.Pattern, " ")
	return or(strings.TrimSuffix(path, "{$}"), "other")
}

type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (s *statusRecorder) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}

// answeredBy says in headers which member of the database answered: by the name
// under which we reach it, and by the one that it has for itself.
func answeredBy(w http.ResponseWriter, who member) {
	w.Header().Set("X-Database", who.Target)
	w.Header().Set("X-Database-Host", who.Host)
}

func send(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body)
}

func fail(w http.ResponseWriter, status int, err error) {
	send(w, status, map[string]string{"error": err.Error()})
}

// unavailable says that something that we need is away.
func (a *app) unavailable(w http.ResponseWriter, err error) {
	slog.Error("unavailable", "error", err)
	fail(w, http.StatusServiceUnavailable, err)
}

func (a *app) without(w http.ResponseWriter, what string) {
	fail(w, http.StatusNotImplemented, errors.New("this instance uses no "+what))
}
