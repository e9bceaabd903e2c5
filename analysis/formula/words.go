package formula

import (
	"math"
	"strconv"
	"strings"
)

// mostDecimals is how many decimals of a percentage are told at most.
const mostDecimals = 9

// Percent is a share of time in words, such as "99.9328 %", with three
// significant digits of what is missing to all of it. Only all of it is
// "100 %".
func Percent(share float64) string {
	if share >= 1 {
		return "100 %"
	}
	missing := 100 * (1 - share)
	decimals := min(max(2-int(math.Floor(math.Log10(missing))), 0), mostDecimals)
	text := strconv.FormatFloat(100*share, 'f', decimals, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "100" {
		return "more than 99." + strings.Repeat("9", mostDecimals) + " %"
	}
	return text + " %"
}

// Minutes is a number of minutes in words, without the unit: "353", "50.3",
// "0.86". Only nothing at all is "0".
func Minutes(m float64) string {
	switch size := math.Abs(m); {
	case size == 0:
		return "0"
	case size < 0.995:
		return strconv.FormatFloat(m, 'f', 2, 64)
	case size < 99.95:
		return strconv.FormatFloat(m, 'f', 1, 64)
	}
	return strconv.FormatFloat(m, 'f', 0, 64)
}
