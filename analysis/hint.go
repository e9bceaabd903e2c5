package analysis

import (
	"fmt"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// Hint says what to write at the path of a missing fact, in one sentence.
func Hint(path model.Path) string {
	switch last := path[strings.LastIndexByte(string(path), '.')+1:]; last {
	case "choose":
		return fmt.Sprintf(`Write %s: "client" if whoever calls tries the next target when one fails, "passive" if it leaves a failed one out for a while, "fixed" if it always calls the first.`, path)
	case "software":
		return fmt.Sprintf(`Write %s: what promotes the replicas, such as "orchestrator", which asks the replicas whether the primary is dead, or "patroni".`, path)
	case "when":
		return fmt.Sprintf(`Write %s: "run" if whoever uses it starts without it and waits, "always" if not.`, path)
	case "controller":
		return fmt.Sprintf("Write %s: the service that makes a replica the primary.", path)
	}
	return fmt.Sprintf("Write %s.", path)
}
