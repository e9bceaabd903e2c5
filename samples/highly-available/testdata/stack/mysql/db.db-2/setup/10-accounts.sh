# db@db-2: the accounts. The image sources this file on its first start.
docker_process_sql --database=mysql <<SQL
SET SESSION sql_log_bin=0;
CREATE DATABASE IF NOT EXISTS \`db\`;
CREATE USER 'app'@'%' IDENTIFIED WITH caching_sha2_password BY '$(cat /run/secrets/db_app)' REQUIRE SSL;
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP ON \`db\`.* TO 'app'@'%';
CREATE USER '_health'@'%' IDENTIFIED WITH caching_sha2_password BY '$(cat /run/secrets/db__health)';
GRANT SELECT ON performance_schema.replication_group_members TO '_health'@'%';
CREATE USER '_group'@'%' IDENTIFIED WITH caching_sha2_password BY '$(cat /run/secrets/db__group)' REQUIRE SSL;
GRANT GROUP_REPLICATION_ADMIN, SYSTEM_VARIABLES_ADMIN, CONNECTION_ADMIN ON *.* TO '_group'@'%';
GRANT SELECT ON performance_schema.* TO '_group'@'%';
CREATE USER '_replica'@'%' IDENTIFIED WITH caching_sha2_password BY '$(cat /run/secrets/db__replica)' REQUIRE SSL;
GRANT REPLICATION SLAVE, CONNECTION_ADMIN, BACKUP_ADMIN, GROUP_REPLICATION_STREAM ON *.* TO '_replica'@'%';
CREATE USER '_monitor'@'%' IDENTIFIED WITH caching_sha2_password BY '$(cat /run/secrets/db__monitor)' REQUIRE SSL;
GRANT PROCESS, REPLICATION CLIENT ON *.* TO '_monitor'@'%';
GRANT SELECT ON performance_schema.* TO '_monitor'@'%';
CREATE USER ''@'%' IDENTIFIED WITH caching_sha2_password;
GRANT SELECT ON performance_schema.replication_group_members TO ''@'%';
RESET BINARY LOGS AND GTIDS;
SET PERSIST_ONLY super_read_only=ON;
SQL
