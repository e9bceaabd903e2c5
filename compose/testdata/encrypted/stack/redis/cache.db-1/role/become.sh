# Makes cache@db-1, which runs, what its role is. loadpath writes this file.
set -e
sh /etc/redis/ask.sh replicaof no one
