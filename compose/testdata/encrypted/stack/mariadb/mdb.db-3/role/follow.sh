# Prints how mdb@db-3 follows mdb@db-1. loadpath writes this file.
cat <<SQL
CHANGE MASTER TO MASTER_HOST='10.109.0.50', MASTER_PORT=3306, MASTER_USER='_replica', MASTER_PASSWORD='$(cat /run/secrets/mdb__replica)',
  MASTER_SSL=1, MASTER_SSL_CA='/certificates/ca.pem', MASTER_SSL_VERIFY_SERVER_CERT=1,
  MASTER_USE_GTID=slave_pos, MASTER_DEMOTE_TO_SLAVE=1, MASTER_CONNECT_RETRY=1, MASTER_HEARTBEAT_PERIOD=2;
SQL
