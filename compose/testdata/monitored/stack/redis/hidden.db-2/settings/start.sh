# Starts hidden@db-2. loadpath writes this file.
set -eu
umask 077
user() { # NAME SECRET RIGHTS
  echo "user $1 on #$(printf %s "$(cat /run/secrets/$2)" | sha256sum | cut -d' ' -f1) $3"
}
{
  echo 'user default off'
  user app hidden_app '~* &* +@all -@admin -@dangerous'
  user _monitor hidden__monitor '+ping +info +slowlog|len +slowlog|get +latency|latest +latency|histogram +client|setname'
  user _health hidden__health '+ping +info'
} >/run/redis/users.acl
chmod 755 /run/redis
chown -R redis /run/redis
exec docker-entrypoint.sh "$@"
