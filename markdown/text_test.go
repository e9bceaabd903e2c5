package markdown

import "testing"

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                    "plain",
		"# no heading":             `\# no heading`,
		"issue #4":                 "issue #4",
		"a|b":                      `a\|b`,
		"two\n lines":              "two lines",
		"<b>&amp;":                 "&lt;b&gt;&amp;amp;",
		"[x](y) *z* `c`":           "\\[x\\](y) \\*z\\* \\`c\\`",
		"bell\a, \u202eba\u0605ck": "bell, back",
		"naïve 東京":                 "naïve 東京",
		"#":                        "#",
	} {
		if got := Text(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
