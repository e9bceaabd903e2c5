package timeline

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/loadpath/loadpath/engine/drill"
)

// headroom is the part of a lane above the bars, for what was predicted and
// the mark.
const headroom = 15.0

// second is how many requests were sent in one second of a trial.
type second struct {
	number       int // 0 begins with the break
	good, failed int
}

// bySecond counts requests by the second in which they were sent.
func bySecond(requests []drill.Request) []second {
	counts := make(map[int]*second)
	var numbers []int
	for _, r := range requests {
		number := int(r.Sent / time.Second)
		if r.Sent < 0 {
			number = -1
		}
		if r.Sent < -lead {
			continue
		}
		if counts[number] == nil {
			counts[number] = &second{number: number}
			numbers = append(numbers, number)
		}
		if r.Wrong == "" {
			counts[number].good++
		} else {
			counts[number].failed++
		}
	}
	slices.Sort(numbers)
	var all []second
	for _, number := range numbers {
		all = append(all, *counts[number])
	}
	return all
}

// lane paints one flow in one trial.
func (p *painter) lane(b block, c drill.Comparison, y float64) {
	p.printf("<g><title>%s</title>\n", escape(fmt.Sprintf("%s, %s: %s predicted, %s observed: %s",
		b.Trial.Name, c.Predicted.Flow, c.Predicted.Text, c.Observed.Text(), c.Mark)))
	p.rect(b.x, y, b.w, laneHeight, 3, laneFill)
	p.predicted(b, c.Predicted, y)
	for _, flow := range b.Seen.Flows {
		if flow.Flow == c.Predicted.Flow {
			p.bars(b, flow.Requests, y)
		}
	}
	p.line(b.x, y+laneHeight, b.x+b.w, y+laneHeight, zoneLine, 1, "")
	p.mark(b, c.Mark, y)
	p.printf("</g>\n")
}

// bars paint the requests of each second, what failed at the bottom.
func (p *painter) bars(b block, requests []drill.Request, y float64) {
	each := (laneHeight - headroom) / float64(max(p.most, 1))
	width := p.scale - min(1, p.scale/4)
	var good, failed strings.Builder
	for _, s := range bySecond(requests) {
		x := p.at(b, time.Duration(s.number)*time.Second)
		top := y + laneHeight - float64(s.failed)*each
		bar(&failed, x, top, width, float64(s.failed)*each)
		bar(&good, x, top-float64(s.good)*each, width, float64(s.good)*each)
	}
	p.fill(failed.String(), lostFill)
	p.fill(good.String(), goodFill)
}

// bar adds a rectangle to a path.
func bar(path *strings.Builder, x, y, w, h float64) {
	if h > 0 {
		fmt.Fprintf(path, "M%s,%sh%sv%sh-%[3]sz", number(x), number(y), number(w), number(h))
	}
}

// predicted shades how long an outage was to last: up to its window, the step or
// the repair; and draws on to what a window holds up to.
func (p *painter) predicted(b block, prediction drill.Prediction, y float64) {
	if prediction.Amount == drill.None {
		return
	}
	end, most := b.Seen.Repaired, time.Duration(0)
	fill, line := shadeFill, shadeLine
	switch {
	case prediction.Recovery == drill.Transient:
		end = time.Duration(prediction.Window)
		if prediction.Known {
			most = time.Duration(drill.HoldsUntil(prediction.Window))
		}
	case prediction.Recovery == drill.Manual && b.Seen.Stepped > 0:
		end = b.Seen.Stepped
	case prediction.Recovery == drill.Undecided:
		fill, line = openFill, openLine
	}
	dash := ""
	if prediction.Amount == drill.Partial {
		dash = "4 3"
	}
	from, to, last := p.at(b, 0), min(p.at(b, end), b.x+b.w), min(p.at(b, most), b.x+b.w)
	p.rect(from, y, to-from, laneHeight, 0, fill)
	p.line(from, y+2, to, y+2, line, 3, dash)
	if last > to {
		p.line(to, y+2, last, y+2, line, 1, "")
		p.line(last, y, last, y+5, line, 1, "")
	}
}

// mark says at the end of a lane how it compares. What agrees is said softly.
func (p *painter) mark(b block, m drill.Mark, y float64) {
	colour, fill := markColours(m)
	width := textWidth(string(m), 9.5)
	x := b.x + b.w - width - 5
	if fill != "" {
		p.rect(x-4, y+1, width+8, 13, 6, fill)
	}
	p.text(x, y+11, 9.5, fill != "", colour, string(m))
}

// moments paint over all lanes when the break was made, what a person did, and
// when the repair began, each with its sign above.
func (p *painter) moments(b block, top, bottom float64) {
	p.moment(p.at(b, 0), top, bottom, breakSign)
	if b.Seen.Stepped > 0 {
		begun := b.Seen.StepBegan
		if begun == 0 {
			begun = b.Seen.Stepped
		}
		from, to := p.at(b, begun), p.at(b, b.Seen.Stepped)
		if to-from > 1 {
			p.line(from, top-4, to, top-4, stepSign.colour, 2, "")
		}
		p.moment(to, top, bottom, stepSign)
	}
	p.moment(p.at(b, b.Seen.Repaired), top, bottom, repairSign)
}

func (p *painter) moment(x, top, bottom float64, s sign) {
	p.line(x, top-3, x, bottom, s.colour, 1.2, s.dash)
	p.sign(x, top-9, s)
}
