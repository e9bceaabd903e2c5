package model

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Duration is a span of time. The zero value means "not written".
type Duration time.Duration

// Forever and NoLoss are the words that some fields take in place of a span:
// waitTimeout "forever", dataLoss "none".
const (
	Forever Duration = math.MaxInt64
	NoLoss  Duration = -1
)

// Seconds is a whole number of seconds.
const Second = Duration(time.Second)

// unitSpans are the units of the language, the longer spelling first where one
// begins another. A day has 24 hours, a week 7 days, a year 365 days.
var unitSpans = [...]struct {
	name string
	span time.Duration
}{
	{"ms", time.Millisecond},
	{"s", time.Second},
	{"m", time.Minute},
	{"h", time.Hour},
	{"d", 24 * time.Hour},
	{"w", 7 * 24 * time.Hour},
	{"y", 365 * 24 * time.Hour},
}

// ParseDuration reads a span as the language writes it: numbers with their
// units, such as "1m30s". It says what is wrong with any other text, and with
// a span of nothing or of more than 290 years.
func ParseDuration(s string) (Duration, error) {
	rest, total := s, 0.0
	for rest != "" {
		digits := strings.TrimLeft(rest, "0123456789.")
		number, err := strconv.ParseFloat(rest[:len(rest)-len(digits)], 64)
		if err != nil {
			return 0, fmt.Errorf("%q is no span of time: write a number with its unit, such as \"30s\", \"1m30s\" or \"7d\"", s)
		}
		found := false
		for _, unit := range unitSpans {
			if strings.HasPrefix(digits, unit.name) {
				total += number * float64(unit.span)
				rest, found = digits[len(unit.name):], true
				break
			}
		}
		if !found {
			return 0, fmt.Errorf("%q has no unit that is known: use ms, s, m, h, d, w or y, such as \"30s\"", s)
		}
	}
	switch {
	case total >= math.MaxInt64:
		return 0, fmt.Errorf("%q is longer than 290 years", s)
	case total < 1:
		return 0, fmt.Errorf("%q is no time at all: write more than nothing, or leave it out", s)
	}
	return Duration(total), nil
}

// String writes the span in the language's own units, the largest first.
func (d Duration) String() string {
	switch d {
	case 0:
		return "unknown"
	case Forever:
		return "forever"
	case NoLoss:
		return "none"
	}
	var b strings.Builder
	rest := time.Duration(d)
	for i := len(unitSpans) - 1; i >= 0; i-- {
		unit := unitSpans[i]
		if unit.name == "w" || unit.name == "y" && rest%unit.span != 0 {
			continue // 13d reads better than 1w6d
		}
		if n := rest / unit.span; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, unit.name)
			rest -= n * unit.span
		}
	}
	if b.Len() == 0 {
		return rest.String()
	}
	return b.String()
}

// Size is a number of bytes. The zero value means "not written".
type Size int64

// sizeUnits are the units of the language, the longer spelling first where one
// ends another.
var sizeUnits = [...]struct {
	name  string
	bytes float64
}{
	{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40},
	{"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"B", 1},
}

// ParseSize reads a size as the language writes it, such as "512MiB".
func ParseSize(s string) (Size, error) {
	for _, unit := range sizeUnits {
		digits, ok := strings.CutSuffix(s, unit.name)
		if !ok {
			continue
		}
		number, err := strconv.ParseFloat(digits, 64)
		if err != nil || number < 0 {
			break
		}
		if number*unit.bytes >= math.MaxInt64 {
			return 0, fmt.Errorf("%q is more than any machine has", s)
		}
		return Size(number * unit.bytes), nil
	}
	return 0, fmt.Errorf("%q is no size: write a number with its unit, such as \"512MiB\" or \"20GB\"", s)
}

// String writes the size in the largest unit that keeps it whole.
func (s Size) String() string {
	if s == 0 {
		return "unknown"
	}
	for _, unit := range [...]struct {
		name  string
		bytes Size
	}{{"TiB", 1 << 40}, {"TB", 1e12}, {"GiB", 1 << 30}, {"GB", 1e9}, {"MiB", 1 << 20}, {"MB", 1e6}, {"KiB", 1 << 10}, {"kB", 1e3}} {
		if s%unit.bytes == 0 {
			return fmt.Sprintf("%d%s", s/unit.bytes, unit.name)
		}
	}
	return fmt.Sprintf("%dB", int64(s))
}
