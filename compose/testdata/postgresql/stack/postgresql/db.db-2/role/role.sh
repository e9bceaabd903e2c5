# db@db-2 is a replica of db@db-1. loadpath writes this file.
source='host=10.81.0.11 port=5432 user=_replica passfile=/tmp/pgpass connect_timeout=2 sslmode=disable'
