package engine

import (
	"context"
	"fmt"
	"time"

	"github.com/loadpath/loadpath/model"
)

// How long a member may take to answer, and to apply what it received.
const (
	memberAnswers = 10 * time.Second
	memberApplies = 60 * time.Second
)

// replication is what differs between the databases whose primary a person
// moves. A member is known by the id of its container. What a member has is told
// in the software's own words: sets of transactions, or places in a log, with
// commas between them.
type replication interface {
	// ask asks a member who it is.
	ask(ctx context.Context, id string) (member, error)
	// fence makes a primary that answers take no more writes until reopen, and
	// tells all that it has then. The other is the replica that is promoted.
	fence(ctx context.Context, primary, other string) (has string, err error)
	// reopen lets a primary that was fenced go on.
	reopen(ctx context.Context, id string) error
	// retire ends the role of a primary that was fenced, before another has it:
	// it does not come back by itself.
	retire(ctx context.Context, id string) error
	// lead makes a replica take writes, as its role says.
	lead(ctx context.Context, id string) error
	// follow makes a member follow the primary and take no writes, as its role
	// says.
	follow(ctx context.Context, id string) error
	// unknownTo is what of a set a member does not have; empty where it has all.
	unknownTo(ctx context.Context, id, set string) (string, error)
	// errant is what a member has that the primary never got, and would have
	// beside it for good.
	errant(ctx context.Context, primary string, m member) (string, error)
	// waitsFor is how many replicas have a write before it is acknowledged, and
	// for how long at most the primary waits for them.
	waitsFor(s *model.Service) (replicas int, atMost model.Duration)
}

// member is what a member of a database says of itself.
type member struct {
	ReadOnly bool
	// Executed is what it has, Received what it got from its source.
	Executed, Received string
	// Source is the address of what it follows; empty where it follows none.
	Source string
	// Receiving and Applying are the states of the two halves of following: Yes
	// where they work.
	Receiving, Applying string
	// Lag is how many seconds it is behind; -1 where it does not know.
	Lag int
	// Trouble is its last error in following.
	Trouble string
	// Kept is where on its volume lies what it had as a primary and nobody else
	// may have.
	Kept string
}

// replicationOf is how a service's software copies; nil where it has no primary
// that a person moves.
func (e *Engine) replicationOf(s *model.Service) replication {
	if !hasPrimary(s) {
		return nil
	}
	switch s.Defaults.Name {
	case "mysql":
		return mysql{e}
	case "mariadb":
		return mariadb{e}
	case "postgresql":
		return postgresql{e}
	case "redis":
		return redis{e}
	}
	return nil
}

// awaitApplied waits until a member has a set.
func awaitApplied(ctx context.Context, r replication, id, set string) error {
	ctx, cancel := context.WithTimeout(ctx, memberApplies)
	defer cancel()
	for {
		missing, err := r.unknownTo(ctx, id, set)
		if err != nil || missing == "" {
			return err
		}
		if !each(ctx, look) {
			return fmt.Errorf("it has not applied all that it should after %s (%s)", memberApplies, printable(missing))
		}
	}
}

// become is what lets a member be what its role files say.
const become = "/etc/loadpath/become.sh"

// become makes a member what its role says, by the script in its folder.
func (e *Engine) become(ctx context.Context, id string) error {
	ctx, cancel := context.WithTimeout(ctx, memberApplies)
	defer cancel()
	_, err := e.exec(ctx, id, "", "sh", become)
	return err
}

// joined is the union of two sets.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "," + b
}
