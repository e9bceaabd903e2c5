package engine

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	"github.com/loadpath/loadpath/model"
)

// mysql copies by GTID: what a member has is a set of transactions.
type mysql struct{ *Engine }

// asRoot asks the server in a container as its administrator. The password is
// read there and goes nowhere else.
const asRoot = `MYSQL_PWD=$(cat "$MYSQL_ROOT_PASSWORD_FILE") exec mysql --protocol=socket -uroot --vertical --connect-timeout=5`

// follows lets a member follow the primary, as its role file says. It must not
// take writes from then on, whatever it was before.
const follows = `set -e; [ -r /etc/loadpath/follow.sh ] || { echo "/etc/loadpath/follow.sh is not there" >&2; exit 1; }
{ echo 'SET GLOBAL super_read_only = ON; STOP REPLICA; RESET REPLICA ALL;'; sh /etc/loadpath/follow.sh; echo 'START REPLICA;'; } | {
` + asRoot + `; }`

// sql runs statements on the server in a container.
func (d mysql) sql(ctx context.Context, id, statements string) (record, error) {
	out, err := d.exec(ctx, id, statements, "sh", "-c", asRoot)
	if err != nil {
		return nil, err
	}
	return parseVertical(out), nil
}

func (d mysql) ask(ctx context.Context, id string) (member, error) {
	ctx, cancel := context.WithTimeout(ctx, memberAnswers)
	defer cancel()
	r, err := d.sql(ctx, id, "SELECT @@global.super_read_only AS super_read_only, @@global.gtid_executed AS gtid_executed; SHOW REPLICA STATUS;")
	if err != nil {
		return member{}, err
	}
	return mysqlMember(r), nil
}

func mysqlMember(r record) member {
	m := member{
		ReadOnly: r["super_read_only"] == "1", Executed: r["gtid_executed"], Received: r["Retrieved_Gtid_Set"],
		Source: r["Source_Host"], Receiving: r["Replica_IO_Running"], Applying: r["Replica_SQL_Running"], Lag: seconds(r["Seconds_Behind_Source"]),
	}
	for _, name := range []string{"Last_IO_Error", "Last_SQL_Error"} {
		if m.Trouble == "" {
			m.Trouble = r[name]
		}
	}
	return m
}

// seconds is a number of seconds; -1 where it is none.
func seconds(text string) int {
	if lag, err := strconv.Atoi(text); err == nil {
		return lag
	}
	return -1
}

func (d mysql) fence(ctx context.Context, primary, _ string) (string, error) {
	asking, cancel := context.WithTimeout(ctx, memberAnswers)
	defer cancel()
	if _, err := d.sql(asking, primary, "SET GLOBAL super_read_only = ON;"); err != nil {
		return "", err
	}
	m, err := d.ask(ctx, primary)
	return m.Executed, err
}

func (d mysql) reopen(ctx context.Context, id string) error {
	_, err := d.sql(ctx, id, "SET GLOBAL super_read_only = OFF; SET GLOBAL read_only = OFF;")
	return err
}

// retire has nothing to do: it is read-only, and starts as what its role is.
func (d mysql) retire(context.Context, string) error { return nil }

func (d mysql) lead(ctx context.Context, id string) error {
	_, err := d.sql(ctx, id, "STOP REPLICA; RESET REPLICA ALL; SET PERSIST super_read_only = OFF; SET PERSIST read_only = OFF;")
	return err
}

func (d mysql) follow(ctx context.Context, id string) error {
	_, err := d.exec(ctx, id, "", "sh", "-c", follows)
	return err
}

var gtids = regexp.MustCompile(`^[0-9A-Za-z_:, -]*$`)

// quotedSet is a set of transactions as a literal of SQL.
func quotedSet(set string) (string, error) {
	if !gtids.MatchString(set) {
		return "", fmt.Errorf("this is no set of transactions: %s", printable(set))
	}
	return "'" + set + "'", nil
}

func (d mysql) unknownTo(ctx context.Context, id, set string) (string, error) {
	literal, err := quotedSet(set)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, memberAnswers)
	defer cancel()
	r, err := d.sql(ctx, id, "SELECT GTID_SUBTRACT("+literal+", @@global.gtid_executed) AS missing;")
	return r["missing"], err
}

func (d mysql) errant(ctx context.Context, primary string, m member) (string, error) {
	return d.unknownTo(ctx, primary, m.Executed)
}

// waitsFor is as written.
func (d mysql) waitsFor(s *model.Service) (int, model.Duration) {
	return s.Data.WaitFor, s.Data.WaitTimeout
}
