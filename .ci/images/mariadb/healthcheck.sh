#!/bin/bash
# The checks of the official image that generated projects use:
#   healthcheck.sh [--connect] [--innodb_initialized]
set -eu
user_file=/var/lib/mysql/.my-healthcheck.cnf
ask() { mariadb --defaults-extra-file="$user_file" --protocol=socket --socket=/run/mysqld/mysqld.sock --skip-column-names -e "$1"; }
for check in "$@"; do
	case "$check" in
	--connect) mariadb-admin --defaults-extra-file="$user_file" --protocol=tcp --host=127.0.0.1 ping >/dev/null ;;
	--innodb_initialized) [ "$(ask "SELECT 1 FROM information_schema.ENGINES WHERE engine='innodb' AND support IN ('YES', 'DEFAULT', 'ENABLED')")" = 1 ] ;;
	*) echo "healthcheck.sh: this stand-in does not know $check" >&2; exit 1 ;;
	esac
done
