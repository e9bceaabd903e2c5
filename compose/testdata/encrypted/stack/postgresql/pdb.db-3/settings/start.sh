# Starts pdb@db-3 as what its role is. loadpath writes this file.
set -euo pipefail
umask 077
if [ "$(id -u)" = 0 ]; then
  install -d -o postgres -g postgres -m 700 "$(dirname "$PGDATA")"
  exec gosu postgres bash "$0" "$@"
fi
cd /
# The server wants its key to be its own.
cp /certificates/key.pem /tmp/key.pem
{ printf '*:*:*:_replica:'; cat /run/secrets/pdb_replica; echo; } >/tmp/pgpass
slot=member_3
source= # where the primary is, empty where this is it
. /etc/loadpath/role.sh

say() { echo "loadpath: $*"; }

# await waits until the source is there and is a primary.
await() {
  local said=
  until [ "$(psql "$source dbname=postgres" -Atc 'SELECT pg_is_in_recovery()' 2>/dev/null)" = f ]; do
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

# lost counts the transactions that are here past the place where the source went
# another way; it prints "unknown" where that cannot be read.
lost() {
  local both="$source dbname=postgres replication=true" mine theirs fork records
  mine=$(control "Latest checkpoint's TimeLineID")
  theirs=$(psql "$both" -Atc IDENTIFY_SYSTEM | cut -d'|' -f2)
  [ "$mine" != "$theirs" ] || { echo 0; return; }
  fork=$(psql "$both" -Atc "TIMELINE_HISTORY $theirs" | sed 's/^[^|]*|//' | awk -v mine="$mine" '$1 == mine { print $2 }')
  [ -n "$fork" ] || { echo unknown; return; }
  records=$({ pg_waldump -p "$PGDATA/pg_wal" -t "$mine" -s "$fork" 2>/dev/null || true; } |
    awk '/^rmgr: Transaction.*desc: COMMIT/ { commits++ } END { print NR, commits + 0 }')
  # The log is not here any more where it has to have a checkpoint, and has nothing.
  if [ "${records% *}" = 0 ] && [ "$(at "$(control 'Latest checkpoint location')")" -ge "$(at "$fork")" ]; then
    echo unknown
  else
    echo "${records#* }"
  fi
}

if [ -n "$source" ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  await; keep; copy
elif [ -n "$source" ] && [ ! -e "$PGDATA/standby.signal" ]; then
  say "these are the data of a primary"
  await
  more=$(lost)
  if [ "$more" != 0 ]; then
    say "it does not start: it has transactions that the primary never got ($more of them)."
    say "Nobody else has them: save what you need of its volume, then remove container and volume."
    exit 1
  fi
  keep
  rm -f "$PGDATA/postmaster.pid"
  if pg_rewind -D "$PGDATA" --source-server="$source dbname=postgres" --config-file=/etc/postgresql/postgresql.conf; then
    touch "$PGDATA/standby.signal"
  else
    copy
  fi
fi
exec docker-entrypoint.sh "$@"
