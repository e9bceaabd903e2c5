package compose

import (
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/loadpath/loadpath/model"
)

// Names in the architecture are safe by their grammar. What follows is written
// freely, and held to the grammar of where it goes: what does not fit is
// refused.
var (
	reference    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/:@-]*$`)          // of an image
	version      = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$`)      // the tag of an image
	hostname     = regexp.MustCompile(`^(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$`) // in a certificate
	variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// checkTexts refuses what would mean something else where it ends up.
func (s *stack) checkTexts(service *model.Service) {
	at := service.Path
	if service.Image != "" && !reference.MatchString(service.Image) {
		s.refuse(at.Field("image"), "%q is no image: write its name and tag, such as \"registry.example.com/shop:1.4\"", service.Image)
	}
	if service.Version != "" && !version.MatchString(service.Version) {
		s.refuse(at.Field("version"), "%q is no version that an image could have: write one such as \"3.2\"", service.Version)
	}
	for _, entry := range service.Env {
		if !variableName.MatchString(entry.Key) {
			s.refuse(at.Field("env"), "%q is no name of an environment variable: write letters, digits and _", entry.Key)
		} else if !passable(entry.Value) {
			s.refuse(at.Field("env").Field(entry.Key), "its value has a character that no environment variable can have")
		}
	}
	for _, word := range service.Command {
		if !passable(word) {
			s.refuse(at.Field("command"), "%q has a character that no command can have", word)
		}
	}
	for _, folder := range []struct{ field, path string }{{"static", service.Static}, {"build", service.Build}} {
		if folder.path != "" && (!passable(folder.path) || path.IsAbs(folder.path)) {
			s.refuse(at.Field(folder.field), "%q is no folder beside the architecture: write a path relative to it", folder.path)
		}
	}
	if service.Static != "" && strings.HasPrefix(path.Clean(service.Static), "..") {
		s.refuse(at.Field("static"), "%q is outside of the architecture's folder: what is served has to be in it", service.Static)
	}
	for _, listener := range service.Listen {
		for _, name := range namesOf(listener.TLS) {
			if !hostname.MatchString(name) {
				s.refuse(listener.Path.Field("tls").Field("certificate").Field("names"), "%q is no host name: write one such as \"www.example.com\"", name)
			}
		}
	}
}

// passable tells whether a program can be given a text: without a zero byte, and
// in UTF-8, as YAML has it.
func passable(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }

// oneLine is a text for people on one line, without what a terminal or a
// comment would take for something else.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, text)
}
