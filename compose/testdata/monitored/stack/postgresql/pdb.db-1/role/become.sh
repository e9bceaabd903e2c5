# Makes pdb@db-1, which runs, what its role is. loadpath writes this file.
set -e
ask() { sh /etc/postgresql/ask.sh -Atqc "$1"; }
# Slots from when it was the primary before keep the log from where members were then.
ask 'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE pg_is_in_recovery() AND NOT active' >/dev/null
[ "$(ask 'SELECT NOT pg_is_in_recovery() OR pg_promote(true, 30)')" = t ] || { echo 'it did not become the primary in 30 seconds' >&2; exit 1; }
ask "SELECT pg_create_physical_replication_slot('member_2', true) WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = 'member_2')" >/dev/null
