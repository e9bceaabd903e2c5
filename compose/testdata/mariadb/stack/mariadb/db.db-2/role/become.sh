# Makes db@db-2, which runs, what its role is. loadpath writes this file.
set -e
export MYSQL_PWD=$(cat /run/secrets/db__root)
{
  echo 'SET GLOBAL read_only = ON;'
  echo 'STOP SLAVE; RESET SLAVE ALL; SET GLOBAL rpl_semi_sync_master_enabled = OFF;'
  sh /etc/loadpath/follow.sh
  echo 'START SLAVE;'
} | mariadb --protocol=socket -uroot
