package report

import (
	"testing"
	"time"

	"github.com/loadpath/loadpath/model"
)

func TestWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{list(nil, "and"), ""},
		{list([]string{"a"}, "and"), "a"},
		{list([]string{"a", "b"}, "or"), "a or b"},
		{list([]string{"a", "b", "c"}, "and"), "a, b and c"},
		{count(1, "server", "servers"), "one server"},
		{count(13, "server", "servers"), "13 servers"},
		{count(0, "server", "servers"), "no servers"},
		{about(6 * model.Second), "about 6s"},
		{about(model.Duration(3609 * time.Millisecond)), "about 3.6s"},
		{about(model.Duration(12400 * time.Millisecond)), "about 12s"},
		{about(model.Duration(90 * time.Second)), "about 1m30s"},
		{about(model.Duration(time.Millisecond)), "less than 0.1s"},
		{percent(0.9995), "99.95 %"},
		{every(24 * 3600 * model.Second), "every day"},
		{every(2 * model.Second), "every 2s"},
		{conjugate("stop{s} here", false), "stops here"},
		{conjugate("go{es} on", true), "go on"},
		{code("a`b|c"), "`ab\\|c`"},
		{address("a b.svg"), "a%20b.svg"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
