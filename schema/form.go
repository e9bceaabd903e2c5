package schema

import (
	"bytes"
	"path/filepath"
)

// syntax is how a text is written.
type syntax uint8

const (
	unknownSyntax syntax = iota
	cueSyntax
	yamlSyntax
	jsonSyntax
)

// syntaxOf goes by the file's ending.
func syntaxOf(path string) syntax {
	switch filepath.Ext(path) {
	case ".cue":
		return cueSyntax
	case ".yaml", ".yml":
		return yamlSyntax
	case ".json":
		return jsonSyntax
	}
	return unknownSyntax
}

// guessSyntax goes by the content. JSON begins with a brace. A word that only
// CUE has settles it; otherwise YAML is the language in which a key stands
// alone on its line.
func guessSyntax(data []byte) syntax {
	text := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	if text[0] == '{' || text[0] == '[' {
		return jsonSyntax
	}
	yaml := false
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		for _, mark := range []string{"package ", "import ", "import(", "//", "schema.#", "let ", "#Architecture", "}", "@"} {
			if bytes.HasPrefix(line, []byte(mark)) {
				return cueSyntax
			}
		}
		if bytes.HasSuffix(line, []byte("{")) {
			return cueSyntax
		}
		if bytes.HasSuffix(line, []byte(":")) || bytes.HasPrefix(line, []byte("- ")) || bytes.HasPrefix(line, []byte("---")) || bytes.HasPrefix(line, []byte("# ")) {
			yaml = true
		}
	}
	switch {
	case yaml:
		return yamlSyntax
	case bytes.IndexByte(text, ':') >= 0:
		return cueSyntax
	}
	return unknownSyntax
}
