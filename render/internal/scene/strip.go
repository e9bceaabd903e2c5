package scene

import (
	"strconv"

	"github.com/loadpath/loadpath/render/internal/font"
	"github.com/loadpath/loadpath/render/internal/layout"
	"github.com/loadpath/loadpath/render/internal/view"
)

// The styles of text, sizes in pixels.
var (
	headingStyle = font.Style{Size: 20, Bold: true}
	plainStyle   = font.Style{Size: 12}
	boldStyle    = font.Style{Size: 12.5, Bold: true}
	nodeStyle    = font.Style{Size: 14, Bold: true}
	smallStyle   = font.Style{Size: 11.5}
	labelStyle   = font.Style{Size: 11}
	badgeStyle   = font.Style{Size: 10, Bold: true}
)

// capHeight is the height of Inter's capitals in ems: half of it below the
// middle of a line is the baseline of text that looks centred.
const capHeight = 0.727

// strip is a line of texts, signs and pills beside each other, made at 0,0 and
// put into its place later. Y is measured from the middle of the line.
type strip struct {
	ink   Ink
	width float64
}

func (s *strip) gap(width float64) {
	if s.width > 0 {
		s.width += width
	}
}

func (s *strip) text(text string, style font.Style, colour string) {
	width := style.Width(text)
	s.ink.Texts = append(s.ink.Texts, Text{X: s.width, Y: style.Size * capHeight / 2, Width: width, S: text, Style: style, Colour: colour})
	s.width += width
}

func (s *strip) icon(name string, size float64, colour string) {
	s.ink.Icons = append(s.ink.Icons, Icon{X: s.width, Y: -size / 2, Size: size, Name: name, Colour: colour})
	s.width += size
}

// badgeHeight is the height of a badge, badgePad the room at its ends.
const (
	badgeHeight = 17
	badgePad    = 6
)

// pill adds a badge: a sign, where there is one, and a text.
func (s *strip) pill(sign, text, colour, fill, border string) {
	at := len(s.ink.Pills)
	s.ink.Pills = append(s.ink.Pills, Pill{})
	left := s.width
	s.width += badgePad
	if sign != "" {
		s.icon(sign, 11, colour)
		s.width += 3
	}
	s.text(text, badgeStyle, colour)
	s.width += badgePad
	s.ink.Pills[at] = Pill{
		Rect:   layout.Rect{X: left, Y: -badgeHeight / 2.0, W: s.width - left, H: badgeHeight},
		Radius: 4, Fill: fill, Border: border,
	}
}

// badges adds as many badges as have room, and the number of the others.
func (s *strip) badges(badges []view.Badge, limit float64) {
	for i, badge := range badges {
		var next strip
		next.badge(badge)
		room := limit - s.width - 5 - next.width
		if more := len(badges) - i; room < 0 || more > 1 && room < moreWidth && i > 0 {
			s.gap(5)
			s.pill("", "+"+strconv.Itoa(more), inkSoft, paper, zoneLine)
			return
		}
		s.gap(5)
		s.append(next)
	}
}

// moreWidth is the room that "+99" needs.
const moreWidth = 40

func (s *strip) badge(badge view.Badge) {
	text, fill, border := severityColours(badge.Severity)
	s.pill(severitySign(badge.Severity), badge.Rule, text, fill, border)
}

func (s *strip) append(next strip) {
	s.ink.add(next.at(s.width, 0))
	s.width += next.width
}

// at is the ink with its left end at x and its middle at y.
func (s *strip) at(x, y float64) Ink {
	var moved Ink
	for _, pill := range s.ink.Pills {
		pill.Rect = pill.Rect.Move(x, y)
		moved.Pills = append(moved.Pills, pill)
	}
	for _, icon := range s.ink.Icons {
		icon.X, icon.Y = icon.X+x, icon.Y+y
		moved.Icons = append(moved.Icons, icon)
	}
	for _, text := range s.ink.Texts {
		text.X, text.Y = text.X+x, text.Y+y
		moved.Texts = append(moved.Texts, text)
	}
	return moved
}
