package schema

import (
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/ast/astutil"
	"cuelang.org/go/cue/build"
	cueerrors "cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/token"

	"github.com/loadpath/loadpath/model"
)

// Some mistakes stop CUE, and would hide all others from the user: a name that
// refers to nothing, a key that YAML has twice. They are reported, mended in
// memory, and the loading goes on to find the rest.

// place is a byte of a file.
type place struct {
	file   string
	offset int
}

func placeOf(pos token.Pos) place { return place{pos.Filename(), pos.Offset()} }

// blankUnresolved notes the names that refer to nothing, so that parse blanks
// them out the next time. It tells whether those are all that is wrong, and
// new.
func (l *loading) blankUnresolved(instance *build.Instance) bool {
	if l.blanks != nil {
		return false
	}
	blanks := make(map[place]bool)
	for _, e := range cueerrors.Errors(instance.Err) {
		if format, _ := e.Msg(); format != "reference %q not found" || !e.Position().IsValid() {
			return false
		}
		blanks[placeOf(e.Position())] = true
	}
	l.blanks = blanks
	l.survived = append(l.survived, l.loadErrors(instance)...)
	return len(blanks) > 0
}

// blank puts "any value" where a name refers to nothing.
func (l *loading) blank(f *ast.File) {
	if len(l.blanks) == 0 {
		return
	}
	astutil.Apply(f, func(c astutil.Cursor) bool {
		if name, ok := c.Node().(*ast.Ident); ok && l.blanks[placeOf(name.Pos())] {
			c.Replace(&ast.Ident{NamePos: name.NamePos, Name: "_"})
		}
		return true
	}, nil)
}

// withSurvived are the mistakes together with those that were mended, without
// what only the mending brought about.
func (l *loading) withSurvived(problems Errors) Errors {
	all := slices.Clone(l.survived)
	for _, p := range problems {
		mended := slices.ContainsFunc(l.survived, func(s Error) bool {
			return s.Range.File == p.Range.File && s.Range.Start == p.Range.Start
		})
		if !mended {
			all = append(all, p)
		}
	}
	return all
}

// references are the mistakes of an architecture that the checker has refused
// already: references to nothing, as far as they do not follow from what was
// refused.
func references(a *model.Architecture, refused Errors) []model.Problem {
	for _, e := range refused {
		// Where whole sections or the places that others name are wrong, names
		// are missing that were meant to be there.
		if !strings.Contains(e.Path, ".") || model.Path(e.Path).Within("servers") || model.Path(e.Path).Within("zones") {
			return nil
		}
	}
	var independent []model.Problem
	for _, p := range a.Resolve() {
		follows := slices.ContainsFunc(refused, func(e Error) bool {
			return p.Path.Within(model.Path(e.Path)) || e.Path == string(p.Path.Field("to")) // "to" names what the key does not
		})
		if !follows {
			independent = append(independent, p)
		}
	}
	return independent
}
