package engine

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/docker/docker/api/types/container"

	"github.com/loadpath/loadpath/model"
)

// postgresql copies its log. What a member has is a place in it, as 0/3000148.
// https://www.postgresql.org/docs/18/warm-standby.html
type postgresql struct{ *Engine }

const (
	// askPostgres asks the server in a container as its administrator.
	askPostgres = "/etc/postgresql/ask.sh"
	// postgresControl is where a server keeps its state.
	postgresControl = "/var/lib/postgresql/main/global/pg_control"
	// readControl tells what a control file says, by the program for it.
	readControl = `set -e; d=$(mktemp -d); mkdir "$d/global"; cat >"$d/global/pg_control"; LC_ALL=C pg_controldata "$d"; rm -r "$d"`
)

// whoIsIt: a replica without a source, or with one that has nothing new, is not
// behind.
const whoIsIt = `SELECT standby, source, receiving,
  CASE WHEN standby AND pg_is_wal_replay_paused() THEN 'No' ELSE 'Yes' END AS applying,
  CASE WHEN standby THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END AS executed,
  CASE WHEN standby THEN greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) END AS received,
  CASE WHEN standby AND receiving = 'streaming' THEN
    CASE WHEN pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn() THEN 0
    ELSE ceil(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())) END END AS lag
FROM (SELECT pg_is_in_recovery() AS standby, current_setting('primary_conninfo') AS source,
  coalesce((SELECT status FROM pg_stat_wal_receiver), 'nothing') AS receiving) AS me`

func (d postgresql) query(ctx context.Context, id, query string) (record, error) {
	ctx, cancel := context.WithTimeout(ctx, memberAnswers)
	defer cancel()
	said, err := d.exec(ctx, id, "", "sh", askPostgres, "-Atxqc", query)
	if err != nil {
		return nil, err
	}
	return parseLines(said, "|"), nil
}

func (d postgresql) ask(ctx context.Context, id string) (member, error) {
	r, err := d.query(ctx, id, whoIsIt)
	if err != nil {
		return member{}, err
	}
	return postgresMember(r), nil
}

var sourceHost = regexp.MustCompile(`(?:^| )host=([^ ]+)`)

func postgresMember(r record) member {
	m := member{ReadOnly: r["standby"] == "t", Executed: r["executed"], Lag: -1}
	if !m.ReadOnly {
		return m
	}
	m.Received, m.Applying, m.Receiving, m.Lag = r["received"], r["applying"], "No", seconds(r["lag"])
	if r["receiving"] == "streaming" {
		m.Receiving = "Yes"
	}
	if found := sourceHost.FindStringSubmatch(r["source"]); found != nil {
		m.Source = found[1]
	}
	return m
}

// fence stops the server: it sends all that it has to the replicas that it
// knows, and only then ends. Nothing less keeps its clients from writing. The
// replica is asked to read what the server says of its end.
func (d postgresql) fence(ctx context.Context, primary, other string) (string, error) {
	if err := d.docker.ContainerStop(ctx, primary, container.StopOptions{}); err != nil {
		return "", err
	}
	control, err := d.file(ctx, primary, postgresControl)
	if err != nil {
		return "", err
	}
	said, err := d.exec(ctx, other, control, "sh", "-c", readControl)
	if err != nil {
		return "", err
	}
	return shutDownAt(parseLines(said, ":"))
}

// shutDownAt is the place in the log of a server's end: the record that is its
// last begins there.
func shutDownAt(control record) (string, error) {
	at := control["Latest checkpoint location"]
	if state := control["Database cluster state"]; state != "shut down" || !places.MatchString(at) {
		return "", fmt.Errorf("it was not shut down, it is: %s", printable(state))
	}
	return at + "+", nil
}

// file is the content of a file in a container, which need not run.
func (e *Engine) file(ctx context.Context, id, path string) (string, error) {
	stream, _, err := e.docker.CopyFromContainer(ctx, id, path)
	if err != nil {
		return "", err
	}
	defer stream.Close()
	archive := tar.NewReader(stream)
	if _, err := archive.Next(); err != nil {
		return "", err
	}
	content, err := io.ReadAll(archive)
	return string(content), err
}

func (d postgresql) reopen(ctx context.Context, id string) error {
	return d.docker.ContainerStart(ctx, id, container.StartOptions{})
}

// retire has nothing to do: it is stopped, and starts as what its role is.
func (d postgresql) retire(context.Context, string) error { return nil }

func (d postgresql) lead(ctx context.Context, id string) error { return d.become(ctx, id) }

// postgresConnects is how long a replica may take to connect to another source.
const postgresConnects = 15 * time.Second

// follow: one that was the primary has to start anew for it, and so has one that
// has more of the log than the primary: its start mends that, or ends and says
// what it has.
func (d postgresql) follow(ctx context.Context, id string) error {
	m, err := d.ask(ctx, id)
	if err != nil {
		return err
	}
	if m.ReadOnly {
		if err := d.become(ctx, id); err != nil {
			return err
		}
		if d.receives(ctx, id, postgresConnects) {
			return nil
		}
	}
	if err := d.docker.ContainerRestart(ctx, id, container.StopOptions{}); err != nil {
		return err
	}
	if !d.receives(ctx, id, memberApplies) {
		return errors.New("it receives nothing from it, although it was started anew; loadpath logs has why")
	}
	return nil
}

// receives waits until a member receives what its source has, for so long.
func (d postgresql) receives(ctx context.Context, id string, patience time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		if m, err := d.ask(ctx, id); err == nil && m.Receiving == "Yes" {
			return true
		}
		if !each(ctx, look) {
			return false
		}
	}
}

// places are places in the log; one with a plus is past what begins there.
var places = regexp.MustCompile(`^[0-9A-F]{1,8}/[0-9A-F]{1,8}\+?$`)

func (d postgresql) unknownTo(ctx context.Context, id, set string) (string, error) {
	var asked []string
	for place := range strings.SplitSeq(set, ",") {
		if place == "" {
			continue
		}
		if !places.MatchString(place) {
			return "", fmt.Errorf("this is no place in a log: %s", printable(place))
		}
		at, past := strings.CutSuffix(place, "+")
		comparison := "<"
		if past {
			comparison = "<="
		}
		asked = append(asked, fmt.Sprintf("CASE WHEN here %s '%s' THEN '%s ' ELSE '' END", comparison, at, at))
	}
	if asked == nil {
		return "", nil
	}
	r, err := d.query(ctx, id, "SELECT "+strings.Join(asked, " || ")+" AS missing FROM (SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END AS here) AS me")
	if err != nil {
		return "", err
	}
	if _, found := r["missing"]; !found {
		return "", errors.New("it does not say what it has")
	}
	return r["missing"], nil
}

// errant is nothing that is asked for here: what was a primary does not start
// where it has more, and a replica has what a primary sent it.
func (d postgresql) errant(context.Context, string, member) (string, error) { return "", nil }

// waitsFor: it waits without end.
func (d postgresql) waitsFor(s *model.Service) (int, model.Duration) {
	return min(s.Data.WaitFor, len(s.Replicas())), model.Forever
}
