# Makes db@db-1, which runs, what its role is. loadpath writes this file.
set -e
ask() { gosu postgres psql -p 5432 -v ON_ERROR_STOP=1 -Atqc "$1"; }
[ "$(ask 'SELECT NOT pg_is_in_recovery() OR pg_promote(true, 30)')" = t ] || { echo 'it did not become the primary in 30 seconds' >&2; exit 1; }
ask "SELECT pg_create_physical_replication_slot('member_2', true) WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = 'member_2')" >/dev/null
