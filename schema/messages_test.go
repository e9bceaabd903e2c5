package schema

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestMessages: what the parsers and CUE say is put into plain words, with the
// place and what to write instead.
func TestMessages(t *testing.T) {
	const rest = "\nservers: s1: {}\nservices: web: {kind: \"web-server\", on: [\"s1\"]}\n"
	for _, test := range []struct{ file, text, want string }{
		{"a.cue", "name: hello world", "a.cue:1:13: is not valid CUE: a comma or a new line is missing before this; write one, or put a text with spaces in quotes"},
		{"a.cue", "hello world: 1", "a.cue:1:7: is not valid CUE: world may not stand here, where a field belongs; write it as name: value"},
		{"a.cue", "servers: [", "a.cue:1:11: is not valid CUE: a [ is still open at the end of the text; close it with ]"},
		{"a.cue", "servers: [5\n", "a.cue:1:13: is not valid CUE: a comma is missing at the end of this line; write one"},
		{"a.cue", "name: }", "a.cue:1:7: is not valid CUE: a value is missing before }; write one"},
		{"a.cue", "name: \"x\"\n}", "a.cue:2:1: is not valid CUE: } closes nothing; remove it"},
		{"a.cue", "package !", "a.cue:1:9: is not valid CUE: ! stands where a name belongs; write one there"},
		{"a.cue", "package a b", "a.cue:1:11: is not valid CUE: a comma or a new line is missing before this; write one, or put a text with spaces in quotes"},
		{"a.cue", "import \"nope/x\"\nname: x.y", `a.cue:1:8: there is no package "nope/x" to import; correct the name, or write the path of a module of yours, such as "example.org/shop/base"`},
		{"a.cue", "import \"example.org/nope\"\nname: nope.y", `a.cue:1:8: there is no package "example.org/nope" to import; correct the path, or add its module to cue.mod/module.cue`},
		{"a.cue", `name: "x", title: "a\(_)"` + rest, "a.cue:1:19: title: cannot be computed: a part of it has no value yet; give it one"},
		{"a.cue", `name: "x", title: "a\(_n)", _n: int` + rest, "a.cue:1:19: title: cannot be computed: a part of it is only int; give that a value"},
		{"a.cue", `name: "x", labels: {for i in 5 {"a\(i)": "b"}}` + rest, "a.cue:1:30: labels: cannot be computed: for goes through a list or a block of fields, and 5 is a number; write one of those"},
		{"a.cue", `name: "x", title: ["a", "b"][5]` + rest, "a.cue:1:30: title: there is no element 5: the list has 2 of them, counted from 0; write a smaller index"},
		{"a.cue", `name: "x", title: "a" + 1` + rest, "a.cue:1:19: title: cannot be computed: + cannot have a text on its left and a number on its right; write two values that it joins"},
		{"a.cue", `name: "x", title: "\(1/0)"` + rest, "a.cue:1:19: title: cannot be computed: division by zero; write another number"},
		{"a.cue", `name: "x", labels: {if 5 {a: "b"}}` + rest, "a.cue:1:21: labels: cannot be computed: here is a number, and a boolean is needed; write one"},
		{"a.cue", `name: "x", title: "\(len(5))"` + rest, "a.cue:1:19: title: cannot be computed: argument 1 of len is a number, and must be a text, raw bytes, a list or a block of fields; write one"},
		{"a.cue", `name: "a\q"`, `a.cue:1:10: is not valid CUE: a \ stands before a character that needs none; write \\ for the character itself`},
		{"a.cue", `name: 010`, "a.cue:1:7: is not valid CUE: no number begins with a zero; leave it out"},
		{"a.cue", `name: "x", let y = 5`, "a.cue:1:12: is not valid CUE: y is defined and never used; remove it"},
		{"a.cue", `name = "x"`, "a.cue:1:11: is not valid CUE: a field is not finished; write it as name: value"},
		{"a.cue", `name: title, title: name` + rest, "a.cue:1:7: name: refers to itself in a circle; write a name: lower-case letters, digits and hyphens, at most 63, as in DNS"},
		{"a.cue", `name: "x", title: _a, _a: _` + rest, "a.cue:1:19: title: has no value yet; write a text"},

		{"a.yaml", "a: " + strings.Repeat("[", 12000), "a.yaml:1:1: is nested too deep here; nothing in an architecture needs more than a few levels"},
		{"a.yaml", "a: 1\nb: ]\n", "a.yaml:2:1: is not valid YAML: a value is missing, or a bracket closes nothing; write the value, and texts that begin with a special character in quotes"},
		{"a.yaml", "name: x\nservices: %a", "a.yaml:2:1: is not valid YAML: a text begins with a character that YAML keeps for itself, such as %, @ or a tab; put the text in quotes, and indent with spaces"},
		{"a.yaml", "name: *x\n", "a.yaml:1:7: there is no &x for *x to refer to; write it, or put a text that begins with * in quotes"},
		{"a.yaml", "name: x\n\nservers: [a\nservices: }\n", "a.yaml:3:1: is not valid YAML: a list in brackets is not closed, or lacks a comma; write the ] or the comma"},
		{"a.yaml", "name: a: b\n", "a.yaml:1:1: is not valid YAML: a : stands where no field may begin; put a text that holds one in quotes, or correct how far the line is indented"},
		{"a.yaml", "# nothing\n# yet\n", `a.yaml: is empty; write at least name and services, or let "loadpath init" write an example`},
		{"a.yaml", "5\n", "a.yaml: is a single value; write name, services and the other fields of an architecture"},

		{"a.yaml", "name: x\nservers: {s1: {count: 080}}\nservices: {}", `a.yaml:2:23: servers.s1.count: "080" is a text, and no number begins with a zero; write 80`},
		{"a.yaml", "name: x\nservers: {s1: {count: \"8\"}}\nservices: {}", `a.yaml:2:23: servers.s1.count: "8" is a text; write 8 without quotes`},
		{"a.yaml", "name: x\nservers: {s1: {count: 0x}}\nservices: {}", `a.yaml:2:23: servers.s1.count: "0x" is a text; write a whole number of at least 1 and at most 100000`},
		{"a.json", `{"name": "x", "services": {}, "servers": {"s1": {"count": 1e2}}}`, "a.json:1:59: servers.s1.count: 1E+2 is not written as a whole number; write 100"},
		{"a.json", `{"name": "x", "services": {}, "servers": {"s1": {"count": 1e300}}}`, "a.json:1:59: servers.s1.count: 1E+300 is a number with a fraction; write a whole number of at least 1 and at most 100000"},
		{"a.json", `{"name": "x", "services": {}, "servers": {"s1": {"count": 1.5}}}`, "a.json:1:59: servers.s1.count: 1.5 is a number with a fraction; write a whole number of at least 1 and at most 100000"},
	} {
		dir := t.TempDir()
		writeFile(t, filepath.Join(dir, test.file), []byte(test.text))
		_, err := Load(test.file, Options{Dir: dir})
		if err == nil {
			t.Errorf("%q loads", test.text)
			continue
		}
		if first, _, _ := strings.Cut(err.Error(), "\n"); first != test.want {
			t.Errorf("%.80q\ngot  %s\nwant %s", test.text, first, test.want)
		}
	}
}
