package engine

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/loadpath/loadpath/model"
)

// mariadb copies by GTID. What a member has is, for each domain and server that
// ever wrote, the number of its last transaction: with gtid_strict_mode those of
// one server come in their order everywhere.
// https://mariadb.com/docs/server/ha-and-performance/standard-replication/gtid
type mariadb struct{ *Engine }

// asMariaDB asks the server in a container as its administrator.
const asMariaDB = `MYSQL_PWD=$(cat "$MARIADB_ROOT_PASSWORD_FILE") exec mariadb --protocol=socket -uroot --vertical --connect-timeout=5`

// sql runs statements on the server in a container.
func (d mariadb) sql(ctx context.Context, id, statements string) (record, error) {
	ctx, cancel := context.WithTimeout(ctx, memberAnswers)
	defer cancel()
	out, err := d.exec(ctx, id, statements, "sh", "-c", asMariaDB)
	if err != nil {
		return nil, err
	}
	return parseVertical(out), nil
}

func (d mariadb) ask(ctx context.Context, id string) (member, error) {
	r, err := d.sql(ctx, id, "SELECT @@global.read_only AS read_only, @@global.gtid_binlog_state AS gtid_binlog_state; SHOW REPLICA STATUS;")
	if err != nil {
		return member{}, err
	}
	return mariadbMember(r), nil
}

func mariadbMember(r record) member {
	m := member{
		ReadOnly: r["read_only"] != "0" && r["read_only"] != "OFF", Executed: r["gtid_binlog_state"], Received: r["Gtid_IO_Pos"],
		Source: r["Master_Host"], Receiving: r["Slave_IO_Running"], Applying: r["Slave_SQL_Running"], Lag: seconds(r["Seconds_Behind_Master"]),
	}
	for _, name := range []string{"Last_IO_Error", "Last_SQL_Error"} {
		if m.Trouble == "" {
			m.Trouble = r[name]
		}
	}
	return m
}

// fence waits for what is being written: whoever has not begun to commit cannot
// any more.
func (d mariadb) fence(ctx context.Context, primary, _ string) (string, error) {
	if _, err := d.sql(ctx, primary, "SET GLOBAL read_only = ON;"); err != nil {
		return "", err
	}
	m, err := d.ask(ctx, primary)
	return m.Executed, err
}

func (d mariadb) reopen(ctx context.Context, id string) error {
	_, err := d.sql(ctx, id, "SET GLOBAL read_only = OFF;")
	return err
}

// retire has nothing to do: it is read-only, and starts as what its role is.
func (d mariadb) retire(context.Context, string) error { return nil }

func (d mariadb) lead(ctx context.Context, id string) error { return d.become(ctx, id) }

func (d mariadb) follow(ctx context.Context, id string) error { return d.become(ctx, id) }

func (d mariadb) unknownTo(ctx context.Context, id, set string) (string, error) {
	m, err := d.ask(ctx, id)
	if err != nil {
		return "", err
	}
	return lastMissing(set, m.Executed)
}

func (d mariadb) errant(ctx context.Context, primary string, m member) (string, error) {
	return d.unknownTo(ctx, primary, m.Executed)
}

// waitsFor: it waits for one replica, however many are written.
func (d mariadb) waitsFor(s *model.Service) (int, model.Duration) {
	return min(s.Data.WaitFor, 1), s.Data.WaitTimeout
}

// writer is who wrote a transaction: a domain and a server in it.
type writer struct{ domain, server uint64 }

// lastOf reads a list of GTIDs as the last number of each writer.
func lastOf(set string) (map[writer]uint64, error) {
	last := make(map[writer]uint64)
	for gtid := range strings.SplitSeq(set, ",") {
		gtid = strings.TrimSpace(gtid)
		if gtid == "" {
			continue
		}
		var part [3]uint64
		fields := strings.Split(gtid, "-")
		for i := range part {
			var err error
			if len(fields) != len(part) {
				err = strconv.ErrSyntax
			} else {
				part[i], err = strconv.ParseUint(fields[i], 10, 64)
			}
			if err != nil {
				return nil, fmt.Errorf("this is no GTID: %s", printable(gtid))
			}
		}
		who := writer{part[0], part[1]}
		last[who] = max(last[who], part[2])
	}
	return last, nil
}

// lastMissing are the last transactions of writers in a set that are past those
// in another.
func lastMissing(set, from string) (string, error) {
	wanted, err := lastOf(set)
	if err != nil {
		return "", err
	}
	known, err := lastOf(from)
	if err != nil {
		return "", err
	}
	var missing []string
	for who, number := range wanted {
		if number > known[who] {
			missing = append(missing, fmt.Sprintf("%d-%d-%d", who.domain, who.server, number))
		}
	}
	slices.Sort(missing)
	return strings.Join(missing, ","), nil
}
