#!/bin/bash
# With an empty data directory: initialise it, start a server that only the
# socket reaches, set root's password, make the database and the user that the
# environment names, run /docker-entrypoint-initdb.d, stop. Then the real server.
set -euo pipefail

socket=/var/run/mysqld/mysqld.sock
data=/var/lib/mysql

fail() { echo "[Entrypoint] $*" >&2; exit 1; }

# from_file takes a variable's value from the file that NAME_FILE names.
from_file() {
	local file="$1_FILE"
	[ -n "${!file:-}" ] || return 0
	[ -z "${!1:-}" ] || fail "both $1 and $file are set"
	export "$1"="$(<"${!file}")"
	unset "$file"
}

quoted() { sed -e 's/\\/\\\\/g' -e "s/'/\\\\'/g" <<<"$1"; }

# sql runs what it reads as root; password is empty until root has one.
sql() { MYSQL_PWD="$password" mysql --protocol=socket --socket="$socket" -uroot -hlocalhost --comments "$@"; }

# docker_process_sql is for the scripts in initdb.d that are sourced.
docker_process_sql() { sql ${MYSQL_DATABASE:+"--database=$MYSQL_DATABASE"} "$@"; }

secure_root() {
	local new host=${MYSQL_ROOT_HOST:-%}
	new=$(quoted "${MYSQL_ROOT_PASSWORD:-}")
	{
		echo "SET SESSION sql_log_bin=0;"
		echo "ALTER USER 'root'@'localhost' IDENTIFIED BY '$new';"
		if [ "$host" != localhost ]; then
			echo "CREATE USER 'root'@'$host' IDENTIFIED BY '$new';"
			echo "GRANT ALL ON *.* TO 'root'@'$host' WITH GRANT OPTION;"
		fi
		echo "FLUSH PRIVILEGES;"
	} | sql mysql
	password=${MYSQL_ROOT_PASSWORD:-}
}

make_database_and_user() {
	if [ -n "${MYSQL_DATABASE:-}" ]; then
		echo "CREATE DATABASE IF NOT EXISTS \`$MYSQL_DATABASE\`;" | sql mysql
	fi
	if [ -n "${MYSQL_USER:-}" ] && [ -n "${MYSQL_PASSWORD:-}" ]; then
		echo "CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$(quoted "$MYSQL_PASSWORD")';" | sql mysql
		[ -z "${MYSQL_DATABASE:-}" ] ||
			echo "GRANT ALL ON \`${MYSQL_DATABASE//_/\\_}\`.* TO '$MYSQL_USER'@'%';" | sql mysql
	fi
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
	if [ -n "${MYSQL_RANDOM_ROOT_PASSWORD:-}" ]; then
		MYSQL_ROOT_PASSWORD=$(openssl rand -base64 24)
		echo "[Entrypoint] GENERATED ROOT PASSWORD: $MYSQL_ROOT_PASSWORD"
	fi
	[ -n "${MYSQL_ROOT_PASSWORD:-}${MYSQL_ALLOW_EMPTY_PASSWORD:-}" ] ||
		fail "set one of MYSQL_ROOT_PASSWORD, MYSQL_ALLOW_EMPTY_PASSWORD, MYSQL_RANDOM_ROOT_PASSWORD"
	[ "${MYSQL_USER:-}" != root ] || fail "MYSQL_USER must not be root"
	echo "[Entrypoint] initialising $data"
	"$@" --initialize-insecure
	"$@" --daemonize --skip-networking --socket="$socket"
	password=
	secure_root
	make_database_and_user
	run_scripts
	MYSQL_PWD="$password" mysqladmin --protocol=socket --socket="$socket" -uroot shutdown
	echo "[Entrypoint] ready for start up"
}

case "${1:-}" in -*) set -- mysqld "$@" ;; esac
[ "${1:-}" = mysqld ] || exec "$@"
for name in MYSQL_ROOT_HOST MYSQL_DATABASE MYSQL_USER MYSQL_PASSWORD MYSQL_ROOT_PASSWORD; do from_file "$name"; done
if [ "$(id -u)" = 0 ]; then
	find "$data" /var/run/mysqld ! -user mysql -exec chown mysql {} +
	exec setpriv --reuid=mysql --regid=mysql --init-groups -- "$0" "$@"
fi
[ -d "$data/mysql" ] || first_start "$@"
exec "$@"
