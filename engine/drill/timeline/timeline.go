// Package timeline paints what a drill saw as SVG: for each trial a block, in it
// for each flow a lane with the requests of every second, the break, what a
// person did and the repair, and how long an outage was predicted to last. It is
// one file that needs nothing else, in the colours and the typeface of the
// picture of an architecture.
package timeline

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/loadpath/loadpath/engine/drill"
)

// The measures of the picture, in pixels.
const (
	pageWidth  = 1240
	pageMargin = 28
	headHeight = 88 // the title and the summary
	gutter     = 104
	blockGap   = 26
	rowGap     = 22
	nameHeight = 34 // the trial's name and the marks of its moments
	laneHeight = 40
	laneGap    = 8
	axisHeight = 20
	keyHeight  = 40
)

// The scale, in pixels a second: a usual trial takes a fifth of a row.
const (
	usualBlock = 200
	leastScale = 1.5
	mostScale  = 12
)

// lead is how much is shown from before the break.
const lead = time.Second

// Write paints a verdict. The title is what people call the architecture.
func Write(w io.Writer, title string, v *drill.Verdict) error {
	p := &painter{w: bufio.NewWriter(w), verdict: v}
	for _, flow := range v.Plan.Flows {
		if flow.Unprobed == "" {
			p.flows = append(p.flows, flow.Name)
		}
	}
	p.measure()
	p.layOut()
	p.open(title)
	for _, row := range p.rows {
		p.row(row)
	}
	p.key()
	p.printf("</svg>\n")
	return p.w.Flush()
}

// painter paints a verdict. Errors of the writer show when it is flushed.
type painter struct {
	w       *bufio.Writer
	verdict *drill.Verdict
	flows   []string
	// scale is how many pixels a second takes, most how many requests a flow
	// was sent in one second at most.
	scale float64
	most  int
	rows  []row
	size  struct{ w, h float64 }
}

// row is blocks beside each other.
type row struct {
	y      float64
	blocks []block
}

// block is one trial.
type block struct {
	x, w float64
	drill.Judgement
}

// measure chooses the scale so that the longest trial fits, and a usual one
// leaves room for others.
func (p *painter) measure() {
	spans := []float64{1}
	for _, j := range p.verdict.Trials {
		spans = append(spans, span(j).Seconds())
		for _, flow := range j.Seen.Flows {
			for _, second := range bySecond(flow.Requests) {
				p.most = max(p.most, second.good+second.failed)
			}
		}
	}
	slices.Sort(spans)
	usual, longest := spans[len(spans)/2], spans[len(spans)-1]
	fits := (pageWidth - 2*pageMargin - gutter) / longest
	p.scale = min(max(usualBlock/usual, leastScale), mostScale, fits)
}

// span is how long a trial is shown.
func span(j drill.Judgement) time.Duration {
	end := max(j.Seen.Calm, j.Seen.Repaired)
	for _, flow := range j.Seen.Flows {
		for _, r := range flow.Requests {
			end = max(end, r.Sent)
		}
	}
	return lead + end.Truncate(time.Second) + time.Second
}

// layOut puts the blocks into rows.
func (p *painter) layOut() {
	const left, right = pageMargin + gutter, pageWidth - pageMargin
	height := float64(nameHeight + len(p.flows)*(laneHeight+laneGap) + axisHeight)
	x, y := 0.0, float64(headHeight)
	for _, j := range p.verdict.Trials {
		width := span(j).Seconds() * p.scale
		if len(p.rows) == 0 || x+width > right {
			if len(p.rows) > 0 {
				y += height + rowGap
			}
			p.rows, x = append(p.rows, row{y: y}), left
		}
		last := &p.rows[len(p.rows)-1]
		last.blocks = append(last.blocks, block{x: x, w: width, Judgement: j})
		x += width + blockGap
	}
	if len(p.rows) > 0 {
		y += height + rowGap
	}
	p.size.w, p.size.h = pageWidth, y+keyHeight+pageMargin/2
}

// row paints the names of the flows, and the blocks.
func (p *painter) row(r row) {
	for i, flow := range p.flows {
		p.text(pageMargin, p.laneTop(r.y, i)+laneHeight*0.62, 12.5, true, ink, shortened(flow, 12.5, gutter-10))
	}
	for _, b := range r.blocks {
		p.block(b, r.y)
	}
}

func (p *painter) laneTop(y float64, lane int) float64 {
	return y + nameHeight + float64(lane)*(laneHeight+laneGap)
}

// block paints one trial.
func (p *painter) block(b block, y float64) {
	p.printf("<g><title>%s</title>\n", escape(b.Trial.Name))
	p.text(b.x, y+12, 12, true, ink, shortened(b.Trial.Name, 12, b.w))
	bottom := p.laneTop(y, len(p.flows)) - laneGap
	for i, c := range b.Flows {
		p.lane(b, c, p.laneTop(y, i))
	}
	p.moments(b, y+nameHeight, bottom)
	p.axis(b, bottom)
	p.printf("</g>\n")
}

// at is where a moment of a trial is.
func (p *painter) at(b block, moment time.Duration) float64 {
	return b.x + max((moment+lead).Seconds(), 0)*p.scale
}

// axis paints the seconds from the break on.
func (p *painter) axis(b block, y float64) {
	step := 5.0
	for step*p.scale < 34 {
		step *= 2
	}
	for s := 0.0; s <= span(b.Judgement).Seconds()-lead.Seconds(); s += step {
		x := p.at(b, time.Duration(s)*time.Second)
		p.line(x, y, x, y+4, zoneLine, 1, "")
		label := fmt.Sprintf("%.0fs", s)
		p.text(x-textWidth(label, 10)/2, y+15, 10, false, inkFaint, label)
	}
}
