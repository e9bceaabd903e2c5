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
{ printf '*:*:*:_replica:'; cat /run/secrets/pdb__replica; echo; } >/tmp/pgpass
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

if [ -n "$source" ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  await; keep; copy
elif [ -n "$source" ] && [ ! -e "$PGDATA/standby.signal" ]; then
  say "these are the data of a primary: what the primary of today never got is dropped"
  await; keep
  rm -f "$PGDATA/postmaster.pid"
  if pg_rewind -D "$PGDATA" --source-server="$source dbname=postgres" --config-file=/etc/postgresql/postgresql.conf; then
    touch "$PGDATA/standby.signal"
  else
    copy
  fi
fi
exec docker-entrypoint.sh "$@"
