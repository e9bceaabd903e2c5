#!/bin/bash
# With an empty data directory: initialise it, start a server that only the
# socket reaches, make the database that the environment names, run
# /docker-entrypoint-initdb.d, stop. Then the real server.
set -euo pipefail

fail() { echo "docker-entrypoint: $*" >&2; exit 1; }

# take sets a variable from NAME_FILE, or from its default.
take() {
	local file="$1_FILE"
	[ -z "${!1:-}" ] || [ -z "${!file:-}" ] || fail "both $1 and $file are set"
	if [ -n "${!file:-}" ]; then
		export "$1"="$(<"${!file}")"
	elif [ -z "${!1:-}" ]; then
		export "$1"="${2:-}"
	fi
	unset "$file"
}

# docker_process_sql is for the scripts in initdb.d that are sourced.
docker_process_sql() { PGHOST='' PGHOSTADDR='' psql -v ON_ERROR_STOP=1 --no-password --no-psqlrc --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"; }

run_scripts() {
	local script
	for script in /docker-entrypoint-initdb.d/*; do
		[ -e "$script" ] || continue
		echo "docker-entrypoint: running $script"
		case "$script" in
		*.sh) if [ -x "$script" ]; then "$script"; else . "$script"; fi ;;
		*.sql) docker_process_sql -f "$script" ;;
		*.sql.gz) gunzip -c "$script" | docker_process_sql ;;
		*) echo "docker-entrypoint: ignoring $script" ;;
		esac
	done
}

first_start() {
	[ -n "$POSTGRES_PASSWORD" ] || [ "$POSTGRES_HOST_AUTH_METHOD" = trust ] ||
		fail "set POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE"
	eval "initdb --username=\"\$POSTGRES_USER\" --pwfile=<(printf '%s\n' \"\$POSTGRES_PASSWORD\") $POSTGRES_INITDB_ARGS"
	printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-$(postgres -C password_encryption)}" >>"$PGDATA/pg_hba.conf"
	export PGPASSWORD="$POSTGRES_PASSWORD"
	shift
	pg_ctl -D "$PGDATA" -o "$(printf '%q ' "$@" -c listen_addresses= -p "${PGPORT:-5432}")" -w start
	[ "$POSTGRES_DB" = postgres ] ||
		POSTGRES_DB=postgres docker_process_sql -v "name=$POSTGRES_DB" <<<'CREATE DATABASE :"name";'
	run_scripts
	pg_ctl -D "$PGDATA" -m fast -w stop
	unset PGPASSWORD
	echo "docker-entrypoint: ready for start up"
}

case "${1:-}" in -*) set -- postgres "$@" ;; esac
[ "${1:-}" = postgres ] || exec "$@"
take POSTGRES_PASSWORD
take POSTGRES_USER postgres
take POSTGRES_DB "$POSTGRES_USER"
take POSTGRES_INITDB_ARGS
take POSTGRES_HOST_AUTH_METHOD
mkdir -p "$PGDATA"
chmod 700 "$PGDATA" 2>/dev/null || true
if [ "$(id -u)" = 0 ]; then
	find "$PGDATA" /var/run/postgresql ! -user postgres -exec chown postgres {} +
	exec gosu postgres "$0" "$@"
fi
[ -s "$PGDATA/PG_VERSION" ] || first_start "$@"
exec "$@"
