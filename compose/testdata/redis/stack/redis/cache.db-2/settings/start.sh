# Starts cache@db-2. loadpath writes this file.
set -eu
umask 077
user() { # NAME SECRET RIGHTS
  echo "user $1 on #$(printf %s "$(cat /run/secrets/$2)" | sha256sum | cut -d' ' -f1) $3"
}
{
  echo 'user default off'
  user app cache_app '~* &* +@all -@admin -@dangerous'
  user _replica cache__replica '+psync +replconf +ping'
  user _role cache__role '+info +role +replicaof +wait +client|pause +client|unpause'
  user _health cache__health '+ping +info'
} >/run/redis/users.acl
echo "masteruser _replica
masterauth $(cat /run/secrets/cache__replica)" >/run/redis/source.conf
chmod 755 /run/redis
chown -R redis /run/redis
exec docker-entrypoint.sh "$@"
