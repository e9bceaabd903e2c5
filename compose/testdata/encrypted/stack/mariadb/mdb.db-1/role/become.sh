# Makes mdb@db-1, which runs, what its role is. loadpath writes this file.
set -e
export MYSQL_PWD=$(cat /run/secrets/mdb__root)
{
  echo 'STOP SLAVE; RESET SLAVE ALL; SET GLOBAL rpl_semi_sync_master_enabled = ON;'
  echo 'SET GLOBAL read_only = OFF;'
} | mariadb --protocol=socket -uroot
