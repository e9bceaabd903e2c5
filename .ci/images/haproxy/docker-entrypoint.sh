#!/bin/sh
# Options alone mean haproxy; haproxy runs as master and worker in the foreground.
case "$1" in -*) set -- haproxy "$@" ;; esac
if [ "$1" = haproxy ]; then
	shift
	exec haproxy -W -db "$@"
fi
exec "$@"
