package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func newTestApp(checks map[string][]string, members ...*fakeMember) *app {
	a := &app{
		config:  config{instance: "app@server-1", health: checks},
		metrics: newMetrics(), services: map[string]*service{},
	}
	a.database = newTestDatabase(true, members...)
	a.health = &health{checks: map[string]func(context.Context) error{
		"db.reads": func(ctx context.Context) error { return a.database.good(ctx, a.database.reads, false) },
	}}
	return a
}

func TestWeb(t *testing.T) {
	good := func() *fakeMember { return &fakeMember{name: "db-1"} }
	down := func() *fakeMember { return &fakeMember{name: "db-1", down: true} }
	for name, test := range map[string]struct {
		member  *fakeMember
		request *http.Request
		status  int
		headers map[string]string
		body    string
	}{
		"the page":           {good(), httptest.NewRequest("GET", "/", nil), 200, map[string]string{"X-Database": "db-1"}, "read from db-1"},
		"the page without":   {down(), httptest.NewRequest("GET", "/", nil), 503, nil, "does not answer"},
		"notes":              {good(), httptest.NewRequest("GET", "/notes", nil), 200, map[string]string{"X-Database": "db-1", "X-Database-Host": "db-1"}, `"text":"hello"`},
		"a note":             {good(), httptest.NewRequest("GET", "/notes/7", nil), 200, map[string]string{"X-Database": "db-1"}, `"id":7`},
		"no number":          {good(), httptest.NewRequest("GET", "/notes/x", nil), 404, nil, "no such note"},
		"notes without":      {down(), httptest.NewRequest("GET", "/notes", nil), 503, nil, "connection refused"},
		"write":              {good(), post("text=hello", formType, ""), 201, map[string]string{"Location": "/notes/7", "X-Database": "db-1"}, `{"id":7}`},
		"write from a page":  {good(), post("text=hello", formType, "text/html,*/*"), 303, map[string]string{"Location": "/"}, ""},
		"write JSON":         {good(), post(`{"text":"hello"}`, "application/json", ""), 201, nil, `{"id":7}`},
		"write text":         {good(), post("hello", "text/plain", ""), 201, nil, `{"id":7}`},
		"write nothing":      {good(), post("", formType, ""), 400, nil, "1 to 255 characters"},
		"write too much":     {good(), post(strings.Repeat("x", 256), "text/plain", ""), 400, nil, "1 to 255 characters"},
		"write to read-only": {&fakeMember{name: "db-1", readOnly: true}, post("text=hello", formType, ""), 503, nil, "read-only"},
		"who":                {good(), httptest.NewRequest("GET", "/whoami", nil), 200, nil, `"instance":"app@server-1"`},
		"a call to nobody":   {good(), httptest.NewRequest("GET", "/calls/other", nil), 404, nil, "no service"},
		"a check":            {good(), httptest.NewRequest("GET", "/deep", nil), 200, nil, "db.reads: good"},
		"a check of a route": {down(), httptest.NewRequest("GET", "/notes/check", nil), 503, nil, "db.reads: db-1"},
		"elsewhere":          {good(), httptest.NewRequest("GET", "/nothing", nil), 404, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := newTestApp(map[string][]string{"/deep": {"db.reads"}, "/notes/check": {"db.reads"}}, test.member)
			w := httptest.NewRecorder()
			a.handler().ServeHTTP(w, test.request)
			if w.Code != test.status || !strings.Contains(w.Body.String(), test.body) {
				t.Errorf("%d %s, want %d with %q", w.Code, w.Body, test.status, test.body)
			}
			if got := w.Header().Get("X-Served-By"); got != "app@server-1" {
				t.Errorf("served by %q", got)
			}
			for name, want := range test.headers {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
		})
	}
}

const formType = "application/x-www-form-urlencoded"

func post(body, contentType, accept string) *http.Request {
	r := httptest.NewRequest("POST", "/notes", strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Accept", accept)
	return r
}

func TestCallGoesOnWithoutWhatIsOptional(t *testing.T) {
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }))
	defer broken.Close()
	fine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Served-By", "b@server-2") }))
	defer fine.Close()
	for name, test := range map[string]struct {
		env    string
		status int
		body   string
	}{
		"good":         {"OTHER_URL=" + fine.URL, 200, "b@server-2"},
		"the next one": {"OTHER_URL=" + broken.URL + "," + fine.URL + " OTHER_CHOOSE=client", 200, "b@server-2"},
		"broken":       {"OTHER_URL=" + broken.URL, 502, "503 Service Unavailable"},
		"optional":     {"OTHER_URL=" + broken.URL + " OTHER_OPTIONAL=true", 200, "without"},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := readConfig(strings.Fields(test.env))
			if err != nil {
				t.Fatal(err)
			}
			a, err := newApp(c)
			if err != nil {
				t.Fatal(err)
			}
			w := httptest.NewRecorder()
			a.handler().ServeHTTP(w, httptest.NewRequest("GET", "/calls/other", nil))
			if w.Code != test.status || !strings.Contains(w.Body.String(), test.body) {
				t.Errorf("%d %s, want %d with %q", w.Code, w.Body, test.status, test.body)
			}
		})
	}
}

func TestWorkerServesNoNotes(t *testing.T) {
	a := newTestApp(nil, &fakeMember{name: "db-1"})
	a.config.worker = true
	w := httptest.NewRecorder()
	a.handler().ServeHTTP(w, httptest.NewRequest("GET", "/notes", nil))
	if w.Code != 404 {
		t.Errorf("status %d, want 404", w.Code)
	}
}

// The metrics count by route, not by what users ask for.
func TestRequestsAreCountedByRoute(t *testing.T) {
	a := newTestApp(nil, &fakeMember{name: "db-1"})
	for _, path := range []string{"/notes/1", "/notes/2", "/x", "/y", "/"} {
		a.handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil))
	}
	var text strings.Builder
	a.metrics.write(&text)
	for _, want := range []string{`{path="/notes/{id}",code="200"} 2`, `{path="other",code="404"} 2`, `{path="/",code="200"} 1`} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is not in\n%s", want, text.String())
		}
	}
}
