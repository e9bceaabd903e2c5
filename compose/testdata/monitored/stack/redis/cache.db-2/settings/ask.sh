# Asks the server of cache@db-2: ask.sh COMMAND... loadpath writes this file.
REDISCLI_AUTH=$(cat /run/secrets/cache__role) exec redis-cli -e --user _role --no-auth-warning -h 127.0.0.1 -p 6379 "$@"
