package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// patience is how long docker compose may take to end by itself when it is told
// to.
const patience = 20 * time.Second

// composed runs docker compose in a project's folder and gives what it printed.
// The error has the last of what it said on stderr.
func composed(ctx context.Context, folder string, args ...string) (string, error) {
	all := append([]string{"compose", "--project-directory", folder, "--ansi", "never", "--progress", "plain"}, args...)
	cmd := exec.CommandContext(ctx, "docker", all...)
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = patience
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.As(err, &exit):
		return "", fmt.Errorf("docker compose %s: %s", args[0], lastWords(talk.String()))
	}
	return out.String(), err
}

// lastWords is what a program said last: its error, without the progress before
// it.
func lastWords(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if line := strings.TrimSpace(lines[i]); line != "" {
			return printable(line)
		}
	}
	return "it failed and said nothing"
}

// version is that of a program, as far as it counts here.
type version struct{ major, minor int }

var versionNumber = regexp.MustCompile(`(\d+)\.(\d+)`)

// parseVersion reads a version such as 2.40.3-3 or v5.0.1.
func parseVersion(text string) (version, bool) {
	found := versionNumber.FindStringSubmatch(text)
	if found == nil {
		return version{}, false
	}
	major, err1 := strconv.Atoi(found[1])
	minor, err2 := strconv.Atoi(found[2])
	return version{major, minor}, err1 == nil && err2 == nil
}

func (v version) before(other version) bool {
	return v.major < other.major || v.major == other.major && v.minor < other.minor
}

func (v version) String() string { return fmt.Sprintf("%d.%d", v.major, v.minor) }

// composeVersion asks for the version of docker compose.
func composeVersion(ctx context.Context) (version, error) {
	out, err := exec.CommandContext(ctx, "docker", "compose", "version", "--short").Output()
	if ctx.Err() != nil {
		return version{}, ctx.Err()
	}
	v, ok := parseVersion(string(out))
	if err != nil || !ok {
		return version{}, fmt.Errorf("docker has no compose plugin: install version %s or later (https://docs.docker.com/compose/install/)", oldestCompose)
	}
	return v, nil
}
