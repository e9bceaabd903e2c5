// Package report writes an architecture up for people: what it is made of, how
// each part behaves here, what is wrong with it, and what the verdict assumes.
//
// Every sentence follows from a field of the architecture, from the meaning of
// that field, or from the analysis; nothing is said that would stay true of
// any other architecture. What is not there is said to be missing.
package report

import (
	"io"

	"github.com/loadpath/loadpath/analysis"
	"github.com/loadpath/loadpath/findings"
	"github.com/loadpath/loadpath/markdown"
	"github.com/loadpath/loadpath/model"
	"github.com/loadpath/loadpath/source"
)

// Input is what a write-up is made from.
type Input struct {
	// Architecture is resolved.
	Architecture *model.Architecture
	Analysis     *analysis.Result
	// Findings are sorted, the waived ones among them.
	Findings []findings.Finding
	// Locate finds where a path was written; nil where no file is known.
	Locate func(model.Path) source.Range
	// Picture is where the picture lies, relative to the write-up, or empty.
	Picture string
}

// Markdown writes the write-up as Markdown with tables (GitHub's dialect). The
// only error is that of w.
func Markdown(w io.Writer, in Input) error {
	r := newWriter(in)
	r.opening()
	r.explanation()
	r.specifics()
	r.issues()
	r.assumptions()
	_, err := io.WriteString(w, r.doc.String())
	return err
}

// writer carries the architecture and the text so far.
type writer struct {
	Input
	a   *model.Architecture
	doc document
	// incoming are the connections to each service, in the order written.
	incoming map[*model.Service][]*model.Connection
	// defaults are the defaults of software that the text has relied on.
	defaults []defaultUsed
}

func newWriter(in Input) *writer {
	r := &writer{Input: in, a: in.Architecture, incoming: make(map[*model.Service][]*model.Connection)}
	for _, c := range r.a.Connections {
		r.incoming[c.To] = append(r.incoming[c.To], c)
	}
	return r
}

// opening is the title, the picture and the description.
func (r *writer) opening() {
	r.doc.heading(1, markdown.Text(r.a.Display()))
	if r.Picture != "" {
		r.doc.paragraph("![" + markdown.Text(r.a.Display()) + "](" + address(r.Picture) + ")")
	}
	for _, paragraph := range paragraphs(r.a.Description) {
		r.doc.paragraph(paragraph)
	}
	var about sentences
	if r.a.Owner != "" {
		about.add("Its owner is %s.", markdown.Text(r.a.Owner))
	}
	if len(r.a.Links) > 0 {
		about.add("Read more: %s.", links(r.a.Links))
	}
	r.doc.paragraph(about.String())
}

// links are the links as Markdown.
func links(written []model.Link) string {
	var texts []string
	for _, link := range written {
		title := link.Title
		if title == "" {
			title = link.URL
		}
		texts = append(texts, "["+markdown.Text(title)+"]("+address(link.URL)+")")
	}
	return list(texts, "and")
}
