package schema

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue"

	"github.com/loadpath/loadpath/model"
)

func (c *checker) text(n *node, s *shape) {
	switch {
	case n.sort != text_:
		c.mismatch(n, s)
	case s.admits(n.text):
		if r := control(n.text, linesMayEnd(n)); r != 0 {
			c.wrong(n, "holds %s; remove it", controlNoun(r))
		}
	case s.noun() != "":
		c.wrong(n, "%s is not %s; write %s", n.shown(), s.noun(), s.wanted())
	default:
		if suggestion := model.Suggest(n.text, s.words); suggestion != "" {
			c.wrong(n, "%s is not one of the words that may stand here; did you mean %q?", n.shown(), suggestion)
			return
		}
		c.wrong(n, "%s is not one of the words that may stand here; write %s", n.shown(), quotedList(s.words))
	}
}

func (c *checker) number(n *node, s *shape) {
	if n.sort != whole && (n.sort != number || s.sort == whole) {
		c.mismatch(n, s)
		return
	}
	if len(s.bounds) == 0 {
		return
	}
	value := exact(n.value)
	if slices.ContainsFunc(s.bounds, func(b bound) bool { return !b.holds(value) }) {
		noun := s.noun()
		if noun == "" {
			c.wrong(n, "%s is out of range; write %s", n.shown(), s.wanted())
			return
		}
		c.wrong(n, "%s is not %s; write %s", n.shown(), noun, s.wanted())
	}
}

// exact is the number with more digits than anybody writes.
func exact(v cue.Value) *big.Float {
	if i, err := v.Int64(); err == nil {
		return new(big.Float).SetPrec(precision).SetInt64(i)
	}
	text, _ := v.MarshalJSON()
	f, _, err := big.ParseFloat(string(text), 10, precision, big.ToNearestEven)
	if err != nil && f == nil {
		return new(big.Float)
	}
	return f
}

// mismatch words a value of another sort than the one that is wanted.
func (c *checker) mismatch(n *node, s *shape) {
	wanted := s.described()
	switch {
	case n.sort == nothing:
		if s.sort == fields || s.sort == entries {
			wanted = "{} where there is nothing to say"
		}
		c.wrong(n, "is empty; write %s", wanted)
		return
	case s.sort == text_ && (n.sort == whole || n.sort == number || n.sort == truth) && s.admits(n.shown()):
		wanted = fmt.Sprintf("it in quotes, %q", n.shown())
	case s.sort == whole && n.sort == number && asWhole(n) != "":
		c.wrong(n, "%s is not written as a whole number; write %s", n.shown(), asWhole(n))
		return
	case (s.sort == whole || s.sort == number) && n.sort == text_ && leadingZeros(n.text) != "":
		c.wrong(n, "%s is a text, and no number begins with a zero; write %s", n.shown(), leadingZeros(n.text))
		return
	case (s.sort == whole || s.sort == number) && n.sort == text_ && isNumber(n.text), s.sort == truth && (n.text == "true" || n.text == "false"):
		wanted = n.text + " without quotes"
	case s.sort == list && n.sort == text_ && s.element.sort == text_ && s.element.admits(n.text):
		wanted = "a list, [" + n.shown() + "]"
	}
	if n.shown() == "" {
		c.wrong(n, "is %s; write %s", nounOf(n), wanted)
		return
	}
	c.wrong(n, "%s is %s; write %s", n.shown(), nounOf(n), wanted)
}

// isNumber tells whether a text is a number as JSON writes them.
func isNumber(text string) bool {
	return json.Valid([]byte(text)) && strings.ContainsAny(text[:1], "-0123456789")
}

// leadingZeros is the number that a text holds behind zeros that CUE, YAML and
// JSON do not allow there, or empty.
func leadingZeros(text string) string {
	trimmed := strings.TrimLeft(text, "0")
	if trimmed == "" || trimmed[0] == '.' {
		trimmed = "0" + trimmed
	}
	if trimmed == text || !isNumber(trimmed) {
		return ""
	}
	return trimmed
}

// asWhole is a number without fraction as its digits, or empty for others.
func asWhole(n *node) string {
	f, err := n.value.Float64()
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 { // what floats hold exactly
		return ""
	}
	return strconv.FormatInt(int64(f), 10)
}

// nounOf is what the value of a node is called.
func nounOf(n *node) string {
	switch n.sort {
	case text_:
		return "a text"
	case whole:
		return "a number"
	case number:
		return "a number with a fraction"
	case truth:
		return "a boolean"
	case list:
		return "a list"
	case fields:
		return "a block of fields"
	case bytes_:
		return "raw bytes"
	}
	return "empty"
}
