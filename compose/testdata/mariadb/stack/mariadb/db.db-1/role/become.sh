# Makes db@db-1, which runs, what its role is. loadpath writes this file.
set -e
export MYSQL_PWD=$(cat /run/secrets/db__root)
{
  echo 'STOP SLAVE; RESET SLAVE ALL; SET GLOBAL rpl_semi_sync_master_enabled = OFF;'
  echo 'SET GLOBAL read_only = OFF;'
} | mariadb --protocol=socket -uroot
