# pdb@db-2 is a replica of pdb@db-1. loadpath writes this file.
source='host=10.118.0.22 port=5432 user=_replica passfile=/tmp/pgpass connect_timeout=2 sslmode=disable'
