package dot

import "testing"

func TestLabel(t *testing.T) {
	for _, test := range []struct {
		lines []string
		want  string
	}{
		{[]string{"web", "", "nginx · :80"}, `"web\nnginx · :80"`},
		{[]string{`a\Nb`}, `"a\\Nb"`},
		{[]string{`say "no"`}, `"say \"no\""`},
		{[]string{`ends in \`}, `"ends in \\"`},
		{[]string{"&lt;b&gt;"}, `"&amp;lt;b&amp;gt;"`},
		{[]string{"a\nb\x00\x1b[31m\xff"}, "\"a b[31m\uFFFD\""},
		{nil, `""`},
	} {
		if got := label(test.lines...); got != test.want {
			t.Errorf("label(%q) = %s, want %s", test.lines, got, test.want)
		}
	}
}

func TestQuote(t *testing.T) {
	for name, want := range map[string]string{
		"web-1": `"web-1"`, `a"b`: `"a\"b"`, `a\`: `"a/"`, "": `""`, "<b>": `"<b>"`,
	} {
		if got := quote(name); got != want {
			t.Errorf("quote(%q) = %s, want %s", name, got, want)
		}
	}
}
