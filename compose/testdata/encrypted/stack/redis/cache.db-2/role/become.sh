# Makes cache@db-2, which runs, what its role is. loadpath writes this file.
set -e
sh /etc/redis/ask.sh replicaof 10.109.0.66 6379
