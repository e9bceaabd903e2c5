package schema

import (
	"bytes"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"

	"github.com/loadpath/loadpath/source"
)

// rangeAt is a point in a file that CUE names.
func (l *loading) rangeAt(pos token.Pos) source.Range {
	if !pos.IsValid() || pos.Filename() == "" {
		return source.Range{File: l.input}
	}
	return pointAt(l.texts.shown(pos.Filename()), l.position(pos))
}

// position is a place with its column in bytes.
func (l *loading) position(pos token.Pos) source.Pos {
	at := source.Pos{Line: pos.Line(), Column: pos.Column()}
	if !l.runes {
		return at
	}
	lines := bytes.SplitN(l.texts.of(l.texts.shown(pos.Filename())), []byte("\n"), at.Line+1)
	column := 1
	for _, r := range string(lines[at.Line-1]) {
		if at.Column--; at.Column == 0 {
			break
		}
		column += utf8.RuneLen(r)
	}
	return source.Pos{Line: at.Line, Column: column}
}

// rangeOf is the stretch of a part of a syntax tree.
func (l *loading) rangeOf(n ast.Node) source.Range {
	r := l.rangeAt(n.Pos())
	if end := n.End(); end.IsValid() && r.Start.Line > 0 {
		if e := l.position(end); e.Line > r.Start.Line || e.Line == r.Start.Line && e.Column > r.Start.Column {
			r.End = e
		}
	}
	return r
}

// ofSchema tells whether a place lies in the open rendering of the schema.
func ofSchema(pos token.Pos) bool {
	path, _, _ := strings.Cut(openImportPath, ":")
	return !pos.IsValid() || strings.HasSuffix(filepath.ToSlash(filepath.Dir(pos.Filename())), "/cue.mod/pkg/"+path)
}

func pointAt(file string, at source.Pos) source.Range {
	return source.Range{File: file, Start: at, End: source.Pos{Line: at.Line, Column: at.Column + 1}}
}
