package main

import (
	_ "embed"
	"html/template"
	"log/slog"
	"net/http"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// page shows the latest notes, and who served them.
func (a *app) page(w http.ResponseWriter, r *http.Request) {
	shown := struct {
		Instance string
		Member   member
		Notes    []note
		Away     bool
	}{Instance: a.config.instance}
	status := http.StatusOK
	if a.database != nil {
		var err error
		if shown.Notes, shown.Member, err = a.database.latest(r.Context()); err != nil {
			slog.Error("unavailable", "error", err)
			shown.Away, status = true, http.StatusServiceUnavailable
		} else {
			answeredBy(w, shown.Member)
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if err := pageTemplate.Execute(w, shown); err != nil {
		slog.Error("the page could not be written", "error", err)
	}
}
