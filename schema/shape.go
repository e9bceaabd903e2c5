package schema

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue/token"
)

// sort is what sort of value a shape or a node is.
type sort uint8

const (
	nothing sort = iota // null
	text_
	whole  // a number without fraction
	number // any number
	truth
	list
	entries // a block whose keys the user chooses
	fields  // a block whose keys the language knows
	bytes_
	undetermined // not concrete
	broken       // in conflict
)

// shape is what a field may hold.
type shape struct {
	sort sort
	// definition is the name of the definition that the shape comes from, or
	// empty; about is that definition's comment.
	definition, about string
	// words are the texts that are allowed: alone, or beside the pattern.
	words   []string
	pattern *regexp.Regexp
	bounds  []bound
	// element is what a list or the entries hold, key what names the entries.
	element, key *shape
	// single is what may stand in place of a list.
	single *shape
}

// bound is a limit of a number, such as >=1.
type bound struct {
	op    token.Token
	limit *big.Float
	text  string
}

// precision is that of numbers compared with bounds, in bits: enough for more
// digits than anybody writes.
const precision = 256

func newBound(op token.Token, text string) (bound, error) {
	limit, _, err := big.ParseFloat(text, 10, precision, big.ToNearestEven)
	return bound{op: op, limit: limit, text: text}, err
}

// holds tells whether the number keeps to the bound.
func (b bound) holds(n *big.Float) bool {
	c := n.Cmp(b.limit)
	switch b.op {
	case token.GEQ:
		return c >= 0
	case token.GTR:
		return c > 0
	case token.LEQ:
		return c <= 0
	default:
		return c < 0
	}
}

// admits tells whether a text is allowed.
func (s *shape) admits(text string) bool {
	if slices.Contains(s.words, text) {
		return true
	}
	if s.pattern != nil {
		return s.pattern.MatchString(text)
	}
	return len(s.words) == 0
}

// wanted says what to write, in the words of the language's own comments.
func (s *shape) wanted() string {
	if _, what, found := strings.Cut(s.about, ": "); found {
		if len(s.words) > 0 {
			what += ", or " + quotedList(s.words)
		}
		return what
	}
	switch s.sort {
	case text_:
		if len(s.words) == 1 {
			return strconv.Quote(s.words[0])
		}
		if len(s.words) > 0 {
			return "one of " + quotedList(s.words)
		}
		return "a text"
	case whole:
		return "a whole number" + s.limits()
	case number:
		return "a number" + s.limits()
	case truth:
		return "true or false"
	case list:
		if s.single != nil {
			return "one or a list of them: " + s.single.wanted()
		}
		return "a list"
	case entries:
		return "entries, each with its name"
	default:
		return "a block of fields"
	}
}

// limits puts the bounds into words.
func (s *shape) limits() string {
	var parts []string
	for _, b := range s.bounds {
		switch b.op {
		case token.GEQ:
			parts = append(parts, "of at least "+b.text)
		case token.GTR:
			parts = append(parts, "above "+b.text)
		case token.LEQ:
			parts = append(parts, "at most "+b.text)
		default:
			parts = append(parts, "below "+b.text)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " " + strings.Join(parts, " and ")
}

// described is what to write where a value is of another sort altogether.
func (s *shape) described() string {
	if noun := s.noun(); noun != "" {
		return noun + ": " + s.wanted()
	}
	return s.wanted()
}

// noun is what a value of the shape is called, such as "a span of time", or
// empty where it has no name.
func (s *shape) noun() string {
	noun, _, found := strings.Cut(s.about, ": ")
	if !found {
		return ""
	}
	return strings.ToLower(noun[:1]) + noun[1:]
}

func quotedList(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = strconv.Quote(word)
	}
	return orList(quoted)
}

// orList joins alternatives: a, b or c.
func orList(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
	return strings.Join(words, "")
}

// a puts the article before a noun.
func a(noun string) string {
	if noun != "" && strings.ContainsRune("aeiouAEIO", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}
