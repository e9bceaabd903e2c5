# db@db-1: the accounts. The image sources this file on its first start.
docker_process_sql --database=mysql <<SQL
SET GLOBAL rpl_semi_sync_master_enabled=OFF;
CREATE DATABASE IF NOT EXISTS \`db\`;
CREATE USER 'app'@'%' IDENTIFIED BY '$(cat /run/secrets/db_app)';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP ON \`db\`.* TO 'app'@'%';
CREATE USER 'worker'@'%' IDENTIFIED BY '$(cat /run/secrets/db_worker)';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP ON \`db\`.* TO 'worker'@'%';
CREATE USER '_health'@'%' IDENTIFIED BY '$(cat /run/secrets/db__health)';
GRANT USAGE ON *.* TO '_health'@'%';
SQL
