package findings

import (
	"bytes"
	"net/url"
	"path/filepath"
	"unicode/utf8"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
)

// texts turns places into SARIF's. SARIF counts columns in UTF-16 code units
// and we count bytes, so it looks into the files.
type texts struct {
	source source.Map
	file   string
	lines  [][]byte // of file
}

// location is a place with its path in the architecture as the logical one.
func (t *texts) location(at source.Range, path model.Path) sarifLocation {
	var l sarifLocation
	if path != "" {
		l.Logical = []sarifLogical{{string(path)}}
	}
	if at.File == "" {
		return l
	}
	l.Physical = &sarifPhysical{Artifact: sarifArtifact{fileURI(at.File)}}
	if at.Start.Line > 0 {
		l.Physical.Region = &sarifRegion{
			StartLine: at.Start.Line, StartColumn: t.column(at.File, at.Start),
			EndLine: at.End.Line, EndColumn: t.column(at.File, at.End),
		}
	}
	return l
}

// column is the column of a place in UTF-16 code units, counted from 1.
func (t *texts) column(file string, p source.Pos) int {
	if t.file != file {
		t.file, t.lines = file, bytes.Split(t.source.Text(file), []byte("\n"))
	}
	if p.Line < 1 || p.Line > len(t.lines) {
		return p.Column
	}
	line := t.lines[p.Line-1]
	before := line[:max(0, min(p.Column-1, len(line)))]
	units := 0
	for len(before) > 0 {
		r, size := utf8.DecodeRune(before)
		if r > 0xffff {
			units++
		}
		units++
		before = before[size:]
	}
	return units + 1
}

// fileURI is a file's path as a URI: relative to where the tool was started, as
// code scanning wants it, unless the path is absolute.
func fileURI(file string) string {
	u := url.URL{Path: filepath.ToSlash(file)}
	if filepath.IsAbs(file) {
		u.Scheme = "file"
	}
	return u.String()
}
