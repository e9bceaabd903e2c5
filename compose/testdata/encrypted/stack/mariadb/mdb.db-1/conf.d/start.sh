# Starts mdb@db-1 with the number that its data have. loadpath writes this file.
set -eu
number=/var/lib/mysql/loadpath-server-id
if [ ! -s "$number" ]; then
  echo $(($(od -An -N3 -tu4 /dev/urandom) * 256 + 1)) >"$number.new"
  mv "$number.new" "$number"
fi
exec docker-entrypoint.sh "$@" --server-id="$(cat "$number")"
