# Makes pdb@db-3, which runs, what its role is. loadpath writes this file.
set -e
ask() { sh /etc/postgresql/ask.sh -Atqc "$1"; }
[ "$(ask 'SELECT pg_is_in_recovery()')" = t ] || { echo 'it was the primary: start it anew' >&2; exit 1; }
ask 'SELECT pg_reload_conf()' >/dev/null
