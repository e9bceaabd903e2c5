package engine

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/loadpath/loadpath/model"
)

// redis copies a stream of bytes. What a member has is the stream's name and how
// far it has come in it, NAME:BYTES. A primary answers before any replica has a
// write. https://redis.io/docs/latest/operate/oss_and_stack/management/replication/
type redis struct{ *Engine }

const (
	// askRedis asks the server in a container as the account that moves roles.
	askRedis = "/etc/redis/ask.sh"
	// redisPauses is how long a fenced primary refuses nobody and answers no
	// write, if it is neither reopened nor retired: more than promoting takes.
	redisPauses = 10 * time.Minute
	// redisIsHeard is how often a replica hears of a source that has nothing to
	// send: repl-ping-replica-period.
	redisIsHeard = 1
)

func (d redis) command(ctx context.Context, id string, words ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, memberAnswers)
	defer cancel()
	return d.exec(ctx, id, "", append([]string{"sh", askRedis}, words...)...)
}

func (d redis) ask(ctx context.Context, id string) (member, error) {
	said, err := d.command(ctx, id, "info", "replication")
	if err != nil {
		return member{}, err
	}
	kept, err := d.exec(ctx, id, "", "find", "/data", "-maxdepth", "1", "-name", "kept-*")
	if err != nil {
		return member{}, err
	}
	m := redisMember(parseLines(said, ":"))
	m.Kept = strings.Join(strings.Fields(kept), ", ")
	return m, nil
}

func redisMember(r record) member {
	m := member{Lag: -1}
	if r["role"] == "master" {
		m.Executed = r["master_replid"] + ":" + r["master_repl_offset"]
		return m
	}
	m.ReadOnly, m.Source = r["slave_read_only"] != "0", r["master_host"]
	m.Receiving, m.Applying = "No", "Yes"
	if offset, err := strconv.ParseInt(r["slave_repl_offset"], 10, 64); err == nil && offset > 1 {
		m.Executed = r["master_replid"] + ":" + r["slave_repl_offset"]
	}
	if r["master_sync_in_progress"] == "1" {
		m.Trouble = "it copies all that its source has"
	}
	if r["master_link_status"] == "up" {
		m.Receiving = "Yes"
		m.Lag = max(0, seconds(r["master_last_io_seconds_ago"])-redisIsHeard)
	}
	return m
}

// fence lets writes wait. It lasts for a while only: retire makes an end of it.
func (d redis) fence(ctx context.Context, primary, _ string) (string, error) {
	if _, err := d.command(ctx, primary, "client", "pause", strconv.FormatInt(redisPauses.Milliseconds(), 10), "write"); err != nil {
		return "", err
	}
	m, err := d.ask(ctx, primary)
	return m.Executed, err
}

func (d redis) reopen(ctx context.Context, id string) error {
	_, err := d.command(ctx, id, "client", "unpause")
	return err
}

// retire makes it a replica of the one that is a replica still; it has the same
// data. Writes that wait are refused then.
func (d redis) retire(ctx context.Context, id string) error {
	if err := d.become(ctx, id); err != nil {
		return err
	}
	return d.reopen(ctx, id)
}

func (d redis) lead(ctx context.Context, id string) error { return d.become(ctx, id) }

func (d redis) follow(ctx context.Context, id string) error { return d.become(ctx, id) }

func (d redis) unknownTo(ctx context.Context, id, set string) (string, error) {
	m, err := d.ask(ctx, id)
	if err != nil {
		return "", err
	}
	return bytesMissing(set, m.Executed)
}

// bytesMissing are the places in a set that another place has not come to. In
// another stream nothing is known.
func bytesMissing(set, at string) (string, error) {
	stream, reached, _ := strings.Cut(at, ":")
	var missing []string
	for place := range strings.SplitSeq(set, ",") {
		if place == "" || place == at {
			continue
		}
		name, offset, _ := strings.Cut(place, ":")
		wanted, err := strconv.ParseInt(offset, 10, 64)
		if err != nil {
			return "", fmt.Errorf("this is no place in a stream: %s", printable(place))
		}
		if has, err := strconv.ParseInt(reached, 10, 64); err != nil || name != stream || has < wanted {
			missing = append(missing, place)
		}
	}
	return strings.Join(missing, ","), nil
}

// errant is nothing that could be told: a replica takes over what its source
// has, and what a primary had its start puts aside.
func (d redis) errant(context.Context, string, member) (string, error) { return "", nil }

// waitsFor none, whatever is written.
func (d redis) waitsFor(*model.Service) (int, model.Duration) { return 0, 0 }
