# Starts jobs@db-1. loadpath writes this file.
set -euo pipefail
umask 077
hash() { # SECRET
  local salt sum
  salt=$(head -c 4 /dev/urandom | od -An -tx1 | tr -d ' \n')
  sum=$({ printf "$(sed 's/../\\x&/g' <<<"$salt")"; printf %s "$(cat "/run/secrets/$1")"; } | sha256sum | cut -d' ' -f1)
  printf "$(sed 's/../\\x&/g' <<<"$salt$sum")" | base64 -w0
}
{
  echo '{"vhosts": [{"name": "/"}], "users": ['
  printf '{"name": "app", "password_hash": "%s", "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": []},\n' "$(hash jobs_app)"
  printf '{"name": "worker", "password_hash": "%s", "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": []}\n' "$(hash jobs_worker)"
  echo '], "permissions": ['
  echo '{"user": "app", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"},'
  echo '{"user": "worker", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}'
  echo ']}'
} >/run/rabbitmq/definitions.json
chmod 755 /run/rabbitmq
chown -R rabbitmq /run/rabbitmq
exec docker-entrypoint.sh "$@"
