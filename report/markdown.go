package report

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/loadpath/loadpath/markdown"
)

// document is Markdown under construction: blocks with one empty line between
// them. A block without text is left out.
type document struct{ b strings.Builder }

func (d *document) String() string { return d.b.String() }

func (d *document) block(text string) {
	if text == "" {
		return
	}
	if d.b.Len() > 0 {
		d.b.WriteByte('\n')
	}
	d.b.WriteString(text)
	d.b.WriteByte('\n')
}

func (d *document) heading(level int, text string) {
	d.block(strings.Repeat("#", level) + " " + text)
}

func (d *document) paragraph(text string) { d.block(text) }

// numbered is a list whose items count up from 1.
func (d *document) numbered(items []string) {
	lines := make([]string, len(items))
	for i, item := range items {
		lines[i] = fmt.Sprintf("%d. %s", i+1, item)
	}
	d.block(strings.Join(lines, "\n"))
}

func (d *document) bullets(items []string) {
	lines := make([]string, len(items))
	for i, item := range items {
		lines[i] = "- " + item
	}
	d.block(strings.Join(lines, "\n"))
}

// table has a header and rows of as many cells.
func (d *document) table(header []string, rows [][]string) {
	var b strings.Builder
	row := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	row(header)
	b.WriteString(strings.Repeat("| --- ", len(header)) + "|\n")
	for _, cells := range rows {
		row(cells)
	}
	d.block(strings.TrimSuffix(b.String(), "\n"))
}

// item is an entry of a list: a bold title and its text, or nothing where
// there is no text.
func item(title, text string) string {
	if text == "" {
		return ""
	}
	return "**" + title + "**: " + text
}

// paragraphs are the paragraphs of a user's text, escaped. None of them begins
// a heading, a list or a rule.
func paragraphs(s string) []string {
	var texts []string
	var lines []string
	flush := func() {
		if text := markdown.Text(strings.Join(lines, " ")); text != "" {
			texts = append(texts, inert(text))
		}
		lines = nil
	}
	for line := range strings.Lines(s) {
		if strings.TrimSpace(line) == "" {
			flush()
			continue
		}
		lines = append(lines, line)
	}
	flush()
	return texts
}

// inert takes the meaning from the beginning of a line: "#", "-", "+", "=",
// "1." and "1)" begin blocks there.
func inert(text string) string {
	if strings.ContainsRune("#-+=", rune(text[0])) {
		return "\\" + text
	}
	rest := strings.TrimLeft(text, "0123456789")
	if digits := len(text) - len(rest); digits > 0 && rest != "" && strings.ContainsRune(".)", rune(rest[0])) {
		return text[:digits] + "\\" + rest
	}
	return text
}

// code is a name or a setting as code. A backtick, a line break or a control
// character would end it, so they go.
func code(s string) string {
	s = strings.Map(func(c rune) rune {
		switch {
		case c == '`', unicode.IsControl(c), unicode.Is(unicode.Bidi_Control, c):
			return -1
		}
		return c
	}, s)
	return "`" + strings.ReplaceAll(s, "|", "\\|") + "`"
}

// address is the target of a link: whatever could end it is percent-encoded.
func address(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("<>()[]\\\"'`|", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
