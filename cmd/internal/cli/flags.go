package cli

import (
	"fmt"
	"strconv"
)

// Apart refuses two flags that do not go together.
func Apart(changed func(flag string) bool, pairs ...[2]string) error {
	for _, pair := range pairs {
		if changed(pair[0]) && changed(pair[1]) {
			return fmt.Errorf("--%s and --%s do not go together: leave one of the two away", pair[0], pair[1])
		}
	}
	return nil
}

// order is the flag for how many crashes at most are looked at together.
type order int

// mostCrashes is the greatest order of cut sets. The work grows with the power
// of it.
const mostCrashes = 6

// Set reads the flag.
func (o *order) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > mostCrashes {
		return fmt.Errorf("write a number from 1 to %d", mostCrashes)
	}
	*o = order(n)
	return nil
}

// String is the flag as the help shows it; where it is not given, nothing.
func (o *order) String() string {
	if *o == 0 {
		return ""
	}
	return strconv.Itoa(int(*o))
}

// Type is what the help calls the value.
func (o *order) Type() string { return "int" }
