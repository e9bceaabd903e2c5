#!/bin/sh
# Options or a configuration file alone mean redis-server, which does not run as
# root. The official image is compiled with protected mode off; here an option
# says so, unless the configuration says something.
set -e
case "${1:-}" in -* | *.conf) set -- redis-server "$@" ;; esac
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
	find . \! -user redis -exec chown redis '{}' +
	exec gosu redis "$0" "$@"
fi
if [ "$1" = redis-server ]; then
	case "$*" in
	*protected-mode*) ;;
	*) grep -qs '^ *protected-mode' "${2:-}" || set -- "$@" --protected-mode no ;;
	esac
fi
exec "$@"
