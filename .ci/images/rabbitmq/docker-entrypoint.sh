#!/bin/bash
set -euo pipefail
if [[ "${1:-}" == rabbitmq* ]] && [ "$(id -u)" = 0 ]; then
	[ "$1" != rabbitmq-server ] || find /var/lib/rabbitmq ! -user rabbitmq -exec chown rabbitmq {} +
	exec gosu rabbitmq "$0" "$@"
fi
exec "$@"
