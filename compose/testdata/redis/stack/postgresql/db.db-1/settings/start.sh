# Starts db@db-1 as what its role is. loadpath writes this file.
set -euo pipefail
umask 077
if [ "$(id -u)" = 0 ]; then
  install -d -o postgres -g postgres -m 700 "$(dirname "$PGDATA")"
  exec gosu postgres bash "$0" "$@"
fi
cd /
exec docker-entrypoint.sh "$@"
