# Asks the server of pdb@db-2: ask.sh OPTION... loadpath writes this file.
cd /
exec gosu postgres psql -X -p 5432 -v ON_ERROR_STOP=1 "$@"
