// Package agvcache keeps the compiled code of the embedded Graphviz where
// nobody else can put code of their own.
//
// The Graphviz that we link against is WebAssembly. Its package compiles it
// while the program starts and keeps the machine code in $TMPDIR/go-graphviz,
// a folder that anybody on the machine can make first: whatever lies there
// under the right name is run. A cut-off file, or a folder that cannot be
// written, ends the program before main. So this package, which is initialised
// before that one, points TMPDIR to a private folder of the user, after making
// sure of who owns it and that what lies in it is what we wrote; or, where
// there is no such folder, to nowhere, so that the code is compiled anew.
//
// The order of initialisation is the language's: of the packages that are
// ready, the one whose path sorts first. This package imports only what the
// runtime of WebAssembly imports too, and its path sorts before that one's; a
// test makes sure that it stays so. Release puts TMPDIR back.
package agvcache

import "os"

// variable is what os.TempDir looks at.
const variable = "TMPDIR"

// nowhere is a folder that nobody can make, the superuser included.
const nowhere = os.DevNull + "/none"

// redirection is what init did and Release undoes.
type redirection struct {
	before string
	was    bool
	folder string // empty where nothing is kept
}

// started is written by init and read by Release, once each.
var started = redirect()

func redirect() redirection {
	r := redirection{folder: prepare()}
	r.before, r.was = os.LookupEnv(variable)
	target := r.folder
	if target == "" {
		target = nowhere
	}
	os.Setenv(variable, target)
	return r
}

// Release puts the folder for temporary files back to what it was and seals
// what has been compiled meanwhile. It is to be called once, when Graphviz is
// initialised.
func Release() {
	if started.was {
		os.Setenv(variable, started.before)
	} else {
		os.Unsetenv(variable)
	}
	if started.folder != "" {
		seal(started.folder)
	}
}
