package engine

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// How long a database may take to answer, and to apply what it received.
const (
	sqlAnswers = 10 * time.Second
	sqlApplies = 60 * time.Second
)

// asRoot asks the server in a container as its administrator. The password is
// read there and goes nowhere else.
const asRoot = `MYSQL_PWD=$(cat "$MYSQL_ROOT_PASSWORD_FILE") exec mysql --protocol=socket -uroot --vertical --connect-timeout=5`

// follows lets a member follow the primary, as its role file says. It must not
// take writes from then on, whatever it was before.
const follows = `set -e; [ -r /etc/loadpath/follow.sh ] || { echo "/etc/loadpath/follow.sh is not there" >&2; exit 1; }
{ echo 'SET GLOBAL super_read_only = ON; STOP REPLICA; RESET REPLICA ALL;'; sh /etc/loadpath/follow.sh; echo 'START REPLICA;'; } | {
` + asRoot + `; }`

// sql runs statements on the server in a container.
func (e *Engine) sql(ctx context.Context, id, statements string) (record, error) {
	out, err := e.exec(ctx, id, statements, "sh", "-c", asRoot)
	if err != nil {
		return nil, err
	}
	return parseVertical(out), nil
}

// record is one row by the names of its columns.
type record map[string]string

var column = regexp.MustCompile(`^ *([A-Za-z_]+): ?(.*)$`)

// parseVertical reads rows as the program mysql prints them with --vertical.
// What has no name belongs to the value before it: sets of transactions have
// several lines.
func parseVertical(text string) record {
	r := make(record)
	last := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch found := column.FindStringSubmatch(line); {
		case strings.HasPrefix(line, "*****"):
			last = ""
		case found != nil:
			last = found[1]
			r[last] = found[2]
		case last != "":
			r[last] += line
		}
	}
	return r
}

// member is what a member of a MySQL database says of itself.
type member struct {
	ReadOnly bool
	// Executed are the transactions that it has, Received those that it got
	// from its source, as sets of GTIDs.
	Executed, Received string
	// Source is the address of what it follows; empty where it follows none.
	Source string
	// Receiving and Applying are the states of its two threads.
	Receiving, Applying string
	// Lag is how many seconds it is behind; -1 where it does not know.
	Lag int
	// Trouble is the last error of its threads.
	Trouble string
}

// askMember asks a member who it is.
func (e *Engine) askMember(ctx context.Context, id string) (member, error) {
	ctx, cancel := context.WithTimeout(ctx, sqlAnswers)
	defer cancel()
	r, err := e.sql(ctx, id, "SELECT @@global.super_read_only AS super_read_only, @@global.gtid_executed AS gtid_executed; SHOW REPLICA STATUS;")
	if err != nil {
		return member{}, err
	}
	return parseMember(r), nil
}

func parseMember(r record) member {
	m := member{
		ReadOnly: r["super_read_only"] == "1", Executed: r["gtid_executed"], Received: r["Retrieved_Gtid_Set"],
		Source: r["Source_Host"], Receiving: r["Replica_IO_Running"], Applying: r["Replica_SQL_Running"], Lag: -1,
	}
	if lag, err := strconv.Atoi(r["Seconds_Behind_Source"]); err == nil {
		m.Lag = lag
	}
	for _, name := range []string{"Last_IO_Error", "Last_SQL_Error"} {
		if m.Trouble == "" {
			m.Trouble = r[name]
		}
	}
	return m
}

var gtids = regexp.MustCompile(`^[0-9A-Za-z_:, -]*$`)

// quotedSet is a set of transactions as a literal of SQL.
func quotedSet(set string) (string, error) {
	if !gtids.MatchString(set) {
		return "", fmt.Errorf("this is no set of transactions: %s", printable(set))
	}
	return "'" + set + "'", nil
}

// unknownTo are the transactions of a set that the server in a container has
// not executed.
func (e *Engine) unknownTo(ctx context.Context, id, set string) (string, error) {
	literal, err := quotedSet(set)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, sqlAnswers)
	defer cancel()
	r, err := e.sql(ctx, id, "SELECT GTID_SUBTRACT("+literal+", @@global.gtid_executed) AS missing;")
	return r["missing"], err
}

// awaitApplied waits until the server has executed a set of transactions.
func (e *Engine) awaitApplied(ctx context.Context, id, set string) error {
	literal, err := quotedSet(set)
	if err != nil {
		return err
	}
	r, err := e.sql(ctx, id, fmt.Sprintf("SELECT WAIT_FOR_EXECUTED_GTID_SET(%s, %d) AS late;", literal, int(sqlApplies/time.Second)))
	if err != nil {
		return err
	}
	if r["late"] != "0" {
		return fmt.Errorf("it has not applied all that it should after %s", sqlApplies)
	}
	return nil
}
