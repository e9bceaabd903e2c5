# mdb@db-1: the accounts. The image sources this file on its first start.
docker_process_sql --database=mysql <<SQL
SET GLOBAL rpl_semi_sync_master_enabled=OFF;
CREATE DATABASE IF NOT EXISTS \`mdb\`;
CREATE USER 'app'@'%' IDENTIFIED BY '$(cat /run/secrets/mdb_app)' REQUIRE SSL;
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP ON \`mdb\`.* TO 'app'@'%';
CREATE USER 'worker'@'%' IDENTIFIED BY '$(cat /run/secrets/mdb_worker)' REQUIRE SSL;
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP ON \`mdb\`.* TO 'worker'@'%';
CREATE USER '_replica'@'%' IDENTIFIED BY '$(cat /run/secrets/mdb__replica)' REQUIRE SSL;
GRANT REPLICATION REPLICA ON *.* TO '_replica'@'%';
CREATE USER '_health'@'%' IDENTIFIED BY '$(cat /run/secrets/mdb__health)';
GRANT USAGE ON *.* TO '_health'@'%';
SQL
