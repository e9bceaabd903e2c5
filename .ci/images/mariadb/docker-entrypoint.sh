#!/bin/bash
# With an empty data directory: initialise it, start a server that only the
# socket reaches, make the accounts that the environment names, point a replica
# at its primary, run /docker-entrypoint-initdb.d, stop. Then the real server.
set -euo pipefail

socket=/run/mysqld/mysqld.sock
data=/var/lib/mysql

fail() { echo "[Entrypoint] $*" >&2; exit 1; }

# take sets MARIADB_X from MARIADB_X_FILE, MYSQL_X or MYSQL_X_FILE.
take() {
	local own="MARIADB_$1" name value=
	for name in "MARIADB_$1" "MARIADB_$1_FILE" "MYSQL_$1" "MYSQL_$1_FILE"; do
		[ -n "${!name:-}" ] || continue
		[ -z "$value" ] || fail "$name and another variable for $own are set"
		case "$name" in *_FILE) value=$(<"${!name}") ;; *) value=${!name} ;; esac
	done
	printf -v "$own" %s "$value"
}

quoted() { sed -e 's/\\/\\\\/g' -e "s/'/\\\\'/g" <<<"$1"; }
sql() { MYSQL_PWD="$password" mariadb --protocol=socket --socket="$socket" -uroot -hlocalhost --comments "$@"; }

# docker_process_sql is for the scripts in initdb.d that are sourced.
docker_process_sql() { sql ${MARIADB_DATABASE:+"--database=$MARIADB_DATABASE"} "$@"; }

# accounts writes the statements that make root, the health check's user, the
# database and its user. They are not in the binary log: each member has its own.
accounts() {
	local host=${MARIADB_ROOT_HOST:-%} health
	health=$(openssl rand -hex 16)
	echo "SET SESSION sql_log_bin=0;"
	echo "SET PASSWORD FOR 'root'@'localhost' = PASSWORD('$(quoted "$MARIADB_ROOT_PASSWORD")');"
	if [ "$host" != localhost ]; then
		echo "CREATE USER 'root'@'$host' IDENTIFIED BY '$(quoted "$MARIADB_ROOT_PASSWORD")';"
		echo "GRANT ALL ON *.* TO 'root'@'$host' WITH GRANT OPTION;"
	fi
	for host in localhost 127.0.0.1 ::1; do
		echo "CREATE USER 'healthcheck'@'$host' IDENTIFIED BY '$health'; GRANT USAGE ON *.* TO 'healthcheck'@'$host';"
	done
	(umask 077 && printf '[client]\nuser=healthcheck\npassword=%s\n' "$health" >"$data/.my-healthcheck.cnf")
	echo "SET SESSION sql_log_bin=1;"
	if [ -n "$MARIADB_REPLICATION_USER" ] && [ -z "$MARIADB_MASTER_HOST" ]; then
		echo "CREATE USER '$MARIADB_REPLICATION_USER'@'%' IDENTIFIED BY '$(quoted "$MARIADB_REPLICATION_PASSWORD")';"
		echo "GRANT REPLICATION REPLICA ON *.* TO '$MARIADB_REPLICATION_USER'@'%';"
	fi
	[ -z "$MARIADB_DATABASE" ] || echo "CREATE DATABASE IF NOT EXISTS \`$MARIADB_DATABASE\`;"
	if [ -n "$MARIADB_USER" ] && [ -n "$MARIADB_PASSWORD" ]; then
		echo "CREATE USER '$MARIADB_USER'@'%' IDENTIFIED BY '$(quoted "$MARIADB_PASSWORD")';"
		[ -z "$MARIADB_DATABASE" ] || echo "GRANT ALL ON \`${MARIADB_DATABASE//_/\\_}\`.* TO '$MARIADB_USER'@'%';"
	fi
}

follow_primary() {
	echo "CHANGE MASTER TO MASTER_HOST='$(quoted "$MARIADB_MASTER_HOST")', MASTER_PORT=${MARIADB_MASTER_PORT:-3306}, \
		MASTER_USER='$(quoted "$MARIADB_REPLICATION_USER")', MASTER_PASSWORD='$(quoted "$MARIADB_REPLICATION_PASSWORD")', \
		MASTER_CONNECT_RETRY=10, MASTER_USE_GTID=slave_pos;" | sql mysql
}

run_scripts() {
	local script
	for script in /docker-entrypoint-initdb.d/*; do
		[ -e "$script" ] || continue
		echo "[Entrypoint] running $script"
		case "$script" in
		*.sh) if [ -x "$script" ]; then "$script"; else . "$script"; fi ;;
		*.sql) docker_process_sql <"$script" ;;
		*.sql.gz) gunzip -c "$script" | docker_process_sql ;;
		*) echo "[Entrypoint] ignoring $script" ;;
		esac
	done
}

first_start() {
	local server
	if [ -n "$MARIADB_RANDOM_ROOT_PASSWORD" ]; then
		MARIADB_ROOT_PASSWORD=$(openssl rand -base64 24)
		echo "[Entrypoint] GENERATED ROOT PASSWORD: $MARIADB_ROOT_PASSWORD"
	fi
	[ -n "$MARIADB_ROOT_PASSWORD$MARIADB_ALLOW_EMPTY_ROOT_PASSWORD$MARIADB_ALLOW_EMPTY_PASSWORD" ] ||
		fail "set one of MARIADB_ROOT_PASSWORD, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD, MARIADB_RANDOM_ROOT_PASSWORD"
	echo "[Entrypoint] initialising $data"
	mariadb-install-db --datadir="$data" --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve >/dev/null
	# A replica is read-only and starts to replicate by its options; not yet.
	"$@" --skip-networking --socket="$socket" --read-only=OFF --skip-slave-start &
	server=$!
	password=
	until sql -e "SELECT 1" >/dev/null 2>&1; do
		kill -0 "$server" || fail "the server ended while it was set up"
		sleep 0.2
	done
	accounts | sql mysql
	password=$MARIADB_ROOT_PASSWORD
	[ -z "$MARIADB_MASTER_HOST" ] || follow_primary
	run_scripts
	kill "$server"
	wait "$server"
	echo "[Entrypoint] ready for start up"
}

case "${1:-}" in -*) set -- mariadbd "$@" ;; esac
[ "${1:-}" = mariadbd ] || [ "${1:-}" = mysqld ] || exec "$@"
if [ "$(id -u)" = 0 ]; then
	find "$data" /run/mysqld ! -user mysql -exec chown mysql: {} +
	exec gosu mysql "$0" "$@"
fi
for name in ROOT_PASSWORD ROOT_HOST ALLOW_EMPTY_ROOT_PASSWORD ALLOW_EMPTY_PASSWORD RANDOM_ROOT_PASSWORD DATABASE USER PASSWORD \
	REPLICATION_USER REPLICATION_PASSWORD MASTER_HOST MASTER_PORT; do take "$name"; done
[ -d "$data/mysql" ] || first_start "$@"
exec "$@"
