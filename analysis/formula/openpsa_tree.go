package formula

import (
	"encoding/xml"
	"strconv"
)

// tree is the gates of one flow below its top.
type tree struct {
	formula *Formula
	prefix  string
	gates   []mefGate
	used    []bool // events
}

func element(name string, args ...mefFormula) mefFormula {
	return mefFormula{XMLName: xml.Name{Local: name}, Args: args}
}

func (t *tree) event(number int32) mefFormula {
	t.used[number] = true
	e := element("basic-event")
	e.Name = eventName(t.formula.Events[number])
	return e
}

func (t *tree) gate(number int) mefFormula {
	g := element("gate")
	g.Name = t.prefix + strconv.Itoa(number)
	return g
}

// define adds a gate and is what refers to it.
func (t *tree) define(number int, body mefFormula) mefFormula {
	gate := t.gate(number)
	t.gates = append(t.gates, mefGate{Name: gate.Name, Formula: body})
	return gate
}

// top writes the total loss, or says why a fault tree cannot. A formula without
// "not" that is no constant needs no diagram: it is monotone, and false where
// nothing and true where everything fails.
func (t *tree) top() (top mefFormula, reason string) {
	f := t.formula
	const neverLost, alwaysLost = "it is never lost in total", "it is lost in total whatever fails"
	switch {
	case f.total == never:
		return top, neverLost
	case f.total == always:
		return top, alwaysLost
	case f.circuit.gates[f.total].positive:
		return t.fromCircuit(), ""
	}
	diagram, levels := f.translate(nodeBudget)
	switch function := diagram.of(f.total); {
	case !f.isMonotone(diagram, f.total):
		return top, "a further failure may make it better, which a fault tree without \"not\" cannot say"
	case function == no:
		return top, neverLost
	case function == yes:
		return top, alwaysLost
	}
	return t.fromDiagram(diagram, levels), ""
}

// fromCircuit writes the total loss as the circuit has it, which holds no
// "not", and is the top.
func (t *tree) fromCircuit() mefFormula {
	f, c := t.formula, t.formula.circuit
	marked := c.reached(f.total)
	parts := make([]mefFormula, len(c.gates))
	aliases := len(c.gates) // numbers for second names
	for n := always + 1; n <= f.total; n++ {
		if !marked[n] {
			continue
		}
		g := c.gates[n]
		if g.op == opEvent {
			parts[n] = t.event(g.k)
			continue
		}
		var args []mefFormula
		before := never
		for _, a := range c.of(n) {
			arg := parts[a]
			if a == before { // the format has no argument twice
				arg = t.define(aliases, arg)
				aliases++
			}
			args = append(args, arg)
			before = a
		}
		body := element([...]string{opAnd: "and", opOr: "or", opAtLeast: "atleast"}[g.op], args...)
		if g.op == opAtLeast {
			body.Min = g.k
		}
		if n == f.total {
			return body
		}
		parts[n] = t.define(int(n), body)
	}
	return parts[f.total]
}

// fromDiagram writes a total loss that holds a "not" and is monotone all the
// same, and is the top. At each node of its diagram the low half implies the
// high one, so the choice between them is: the low one, or the variable and
// the high one.
func (t *tree) fromDiagram(d *translation, levels []int32) mefFormula {
	variable := make([]int32, len(levels))
	for number, level := range levels {
		variable[level] = int32(number)
	}
	root := d.of(t.formula.total)
	parts := make([]mefFormula, root+1)
	var body mefFormula
	for _, n := range d.below(root) {
		c := d.nodes[n]
		body = t.event(variable[c.level])
		if c.high != yes {
			body = element("and", body, parts[c.high])
		}
		if c.low != no {
			body = element("or", parts[c.low], body)
		}
		parts[n] = body
		if n != root && len(body.Args) > 0 {
			parts[n] = t.define(int(n), body)
		}
	}
	return body
}
