package findings

import (
	"net/url"
	"path/filepath"
	"unicode/utf8"

	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
)

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

// column is the column of a place in UTF-16 code units, counted from 1, as
// SARIF has it. Ours are bytes.
func (t *texts) column(file string, p source.Pos) int {
	line, ok := t.line(file, p.Line)
	if !ok {
		return p.Column
	}
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
