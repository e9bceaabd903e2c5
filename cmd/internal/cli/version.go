package cli

import (
	"runtime/debug"
	"strings"
)

// Version is what the build knows of itself: the module's version, the commit
// where it was built in a checkout, and the Go that built it.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	version := info.Main.Version
	if version == "" {
		version = "(devel)"
	}
	settings := make(map[string]string, len(info.Settings))
	for _, setting := range info.Settings {
		settings[setting.Key] = setting.Value
	}
	var about []string
	if revision := settings["vcs.revision"]; len(revision) >= 12 && !strings.Contains(version, revision[:12]) {
		about = append(about, "commit "+revision[:12])
	}
	if settings["vcs.modified"] == "true" {
		about = append(about, "with changes")
	}
	about = append(about, info.GoVersion)
	return version + " (" + strings.Join(about, ", ") + ")"
}
