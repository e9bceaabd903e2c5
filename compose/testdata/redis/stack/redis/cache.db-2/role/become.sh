# Makes cache@db-2, which runs, what its role is. loadpath writes this file.
REDISCLI_AUTH=$(cat /run/secrets/cache__role) redis-cli -e --user _role --no-auth-warning -h 127.0.0.1 -p 6379 replicaof 10.130.0.20 6379
