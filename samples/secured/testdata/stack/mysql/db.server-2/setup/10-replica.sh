# db@server-2: a replica of db@server-1. The image sources this file on its first start.
{
  echo 'RESET BINARY LOGS AND GTIDS;'
  sh /etc/loadpath/follow.sh
  echo 'SET PERSIST_ONLY super_read_only=ON;'
} | docker_process_sql --database=mysql
