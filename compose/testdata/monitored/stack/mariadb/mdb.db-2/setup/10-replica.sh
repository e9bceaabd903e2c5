# mdb@db-2: a replica of mdb@db-1. The image sources this file on its first start.
# What the set-up itself logged is dropped, so that nothing is here that the
# primary does not know.
{
  echo 'RESET MASTER;'
  sh /etc/loadpath/follow.sh
} | docker_process_sql --database=mysql
