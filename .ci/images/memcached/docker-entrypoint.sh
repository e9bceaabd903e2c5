#!/bin/sh
case "${1:-}" in -*) set -- memcached "$@" ;; esac
exec "$@"
