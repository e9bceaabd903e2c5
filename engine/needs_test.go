package engine

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestRoom(t *testing.T) {
	p := project(t, load(t, "two-server")) // with two databases
	for _, test := range []struct {
		free uint64
		want string
	}{
		{2 << 30, ""},
		{2<<30 - 1, "/data has 2.0 GB free and 2.0 GB are needed: make room"},
		{3 << 28, "/data has 0.8 GB free and 2.0 GB are needed: make room"},
		{0, "/data has 0.0 GB free"},
	} {
		err := room("/data", test.free, p)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%d bytes: %v, want %q", test.free, err, test.want)
		}
	}
}

func TestFreeBytes(t *testing.T) {
	if free, known := freeBytes(t.TempDir()); known && free == 0 {
		t.Error("there is no room for a test, or it is not seen")
	}
	if _, known := freeBytes(filepath.Join(t.TempDir(), "nowhere")); known {
		t.Error("the room of what is not there is known")
	}
}
