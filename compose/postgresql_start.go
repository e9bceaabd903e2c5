package compose

// postgresStart is how a member starts. What is not the primary never starts as
// one: without data it copies its source, and with the data of a primary it goes
// back to where its source went another way, before it answers anybody. It does
// not start where transactions would be lost with that.
func (s *stack) postgresStart(c *Container) []byte {
	service := c.Instance.Service
	var w config
	w.add("# Starts %s as what its role is. loadpath writes this file.", c.Instance.Name())
	w.add("%s", postgresBegin)
	if s.mysqlShowsTLS(service) {
		w.add("# The server wants its key to be its own.\ncp %s/key.pem /tmp/key.pem", certificates)
	}
	if replicates(service) {
		w.add("{ printf '*:*:*:_replica:'; cat %s; echo; } >/tmp/pgpass", s.own(c, "replica"))
		w.add("slot=%s", postgresSlot(c.Instance))
		w.add("%s", postgresFollows)
	}
	w.add(`exec docker-entrypoint.sh "$@"`)
	return w.bytes()
}

const postgresBegin = `set -euo pipefail
umask 077
if [ "$(id -u)" = 0 ]; then
  install -d -o postgres -g postgres -m 700 "$(dirname "$PGDATA")"
  exec gosu postgres bash "$0" "$@"
fi
cd /`

const postgresFollows = `source= # where the primary is, empty where this is it
. /etc/loadpath/role.sh

say() { echo "loadpath: $*"; }

# leads tells whether the source is there and is a primary.
leads() { [ "$(psql "$source dbname=postgres" -Atc 'SELECT pg_is_in_recovery()' 2>/dev/null)" = f ]; }

# await waits until it is.
await() {
  local said=
  until leads; do
    [ -n "$said" ] || say "waiting for the primary ($source)"
    said=yes
    sleep 1
  done
}

# keep lets the source keep the log for this member from now on.
keep() {
  local both="$source dbname=postgres replication=true"
  psql "$both" -qc "DROP_REPLICATION_SLOT $slot" 2>/dev/null || true
  psql "$both" -qc "CREATE_REPLICATION_SLOT $slot PHYSICAL RESERVE_WAL" >/dev/null
}

# copy is whole or is not there: one that was cut short is no data folder.
copy() {
  say "copying the primary"
  rm -rf "$PGDATA.new"
  pg_basebackup -D "$PGDATA.new" -X stream -S "$slot" --checkpoint=fast -d "$source dbname=postgres"
  touch "$PGDATA.new/standby.signal"
  rm -rf "$PGDATA"
  mv "$PGDATA.new" "$PGDATA"
}

# control is a line of what the data folder says of itself.
control() { LC_ALL=C pg_controldata "$PGDATA" | sed -n "s/^$1: *//p"; }

# at is a place in the log as a number.
at() { echo $((16#${1%/*} << 32 | 16#${1#*/})); }

# past counts the records in the log past the place where the source went another
# way, and the transactions among them: "RECORDS TRANSACTIONS", or "unknown".
past() {
  local both="$source dbname=postgres replication=true" mine theirs fork found
  mine=$(control "Latest checkpoint's TimeLineID")
  theirs=$(psql "$both" -Atc IDENTIFY_SYSTEM | cut -d'|' -f2)
  [ "$mine" != "$theirs" ] || { echo 0 0; return; }
  fork=$(psql "$both" -Atc "TIMELINE_HISTORY $theirs" | sed 's/^[^|]*|//' | awk -v mine="$mine" '$1 == mine { print $2 }')
  [ -n "$fork" ] || { echo unknown; return; }
  found=$({ pg_waldump -p "$PGDATA/pg_wal" -t "$mine" -s "$fork" 2>/dev/null || true; } |
    awk '/^rmgr: Transaction.*desc: COMMIT/ { commits++ } END { print NR, commits + 0 }')
  # The log is not here any more where it has to have a checkpoint, and has nothing.
  if [ "${found% *}" = 0 ] && [ "$(at "$(control 'Latest checkpoint location')")" -ge "$(at "$fork")" ]; then
    found=unknown
  fi
  echo "$found"
}

# nothing_lost ends the start where transactions would be lost with it.
nothing_lost() {
  [ "${1#* }" != 0 ] || return 0
  say "it does not start: it has transactions that the primary never got (${1#* })."
  say "Nobody else has them: save what you need of its volume, then remove container and volume."
  exit 1
}

if [ -z "$source" ]; then
  : # it follows nobody
elif [ ! -s "$PGDATA/PG_VERSION" ]; then
  await; keep; copy
elif [ ! -e "$PGDATA/standby.signal" ]; then
  say "these are the data of a primary"
  await
  more=$(past)
  nothing_lost "$more"
  keep
  rm -f "$PGDATA/postmaster.pid"
  if pg_rewind -D "$PGDATA" --source-server="$source dbname=postgres" --config-file=/etc/postgresql/postgresql.conf; then
    touch "$PGDATA/standby.signal"
  else
    copy
  fi
elif leads; then
  more=$(past)
  nothing_lost "$more"
  [ "$more" = "0 0" ] || { keep; copy; }
fi`
