package schema

import (
	"bytes"

	"cuelang.org/go/cue/scanner"
	"cuelang.org/go/cue/token"

	"github.com/loadpath/loadpath/source"
)

// The limits of nesting. Parsers and evaluators descend once for each level,
// and a stack that overflows cannot be recovered from; so the limits hold
// before any of them sees the text. Real architectures need a tenth of it.
const (
	maxBrackets = 200
	// maxPending is how many tokens may stand before an unfinished place, the
	// brackets around it included: "a: b: c: {" leaves 7 pending. Longer
	// chains of fields, operators or calls nest just as brackets do.
	maxPending = 4000
)

// tooDeep is the place where a CUE or JSON text nests deeper than the limits.
func tooDeep(name string, text []byte) (source.Pos, bool) {
	if at, bad := deepAttribute(text); bad {
		return at, true
	}
	file := token.NewFile(name, -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, func(token.Pos, string, []interface{}) {}, scanner.ScanComments)
	// A level is an open bracket. run is how many tokens came in its current
	// element; interpolation tells that its end continues a string.
	type level struct {
		run           int
		interpolation bool
	}
	levels := []level{{}}
	pending := 0
	interpolated := false
	for {
		pos, tok, _ := s.Scan()
		top := &levels[len(levels)-1]
		switch tok {
		case token.EOF:
			return source.Pos{}, false
		case token.COMMENT:
			continue
		case token.COMMA:
			pending -= top.run
			top.run = 0
			continue
		case token.INTERPOLATION:
			interpolated = true
		case token.LPAREN, token.LBRACK, token.LBRACE:
			levels = append(levels, level{interpolation: interpolated})
			interpolated = false
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if len(levels) == 1 {
				break
			}
			pending -= top.run
			resume := top.interpolation
			levels = levels[:len(levels)-1]
			if resume && tok == token.RPAREN {
				lit := s.ResumeInterpolation()
				interpolated = len(lit) > 0 && lit[len(lit)-1] == '('
			}
		}
		levels[len(levels)-1].run++
		pending++
		if len(levels) > maxBrackets || pending > maxPending {
			return source.Pos{Line: pos.Line(), Column: pos.Column()}, true
		}
	}
}

// deepAttribute finds an attribute, as @tag(...), that nests too deep: the
// scanner itself descends into those. It looks at bytes alone, so that a text
// with an opening bracket behind an @ counts too, which is harmless.
func deepAttribute(text []byte) (source.Pos, bool) {
	for at := 0; ; {
		next := bytes.IndexByte(text[at:], '@')
		if next < 0 {
			return source.Pos{}, false
		}
		at += next + 1
		for at < len(text) && isWord(text[at]) {
			at++
		}
		depth := 0
		for ; at < len(text) && (depth > 0 || text[at] == '('); at++ {
			switch text[at] {
			case '(', '[', '{':
				depth++
			case ')', ']', '}':
				depth--
			}
			if depth > maxBrackets {
				line := bytes.Count(text[:at], []byte("\n"))
				return source.Pos{Line: line + 1, Column: at - bytes.LastIndexByte(text[:at], '\n')}, true
			}
		}
	}
}

func isWord(c byte) bool {
	return c == '_' || c == '#' || c == '$' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= 0x80
}
