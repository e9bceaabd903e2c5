# db@server-1: the accounts. The image sources this file on its first start.
docker_process_sql --database=mysql <<SQL
CREATE DATABASE IF NOT EXISTS \`db\`;
CREATE USER 'app'@'%' IDENTIFIED WITH caching_sha2_password BY '$(cat /run/secrets/db_app)';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP ON \`db\`.* TO 'app'@'%';
CREATE USER '_health'@'%' IDENTIFIED WITH caching_sha2_password BY '$(cat /run/secrets/db__health)';
CREATE USER '_replica'@'%' IDENTIFIED WITH caching_sha2_password BY '$(cat /run/secrets/db__replica)';
GRANT REPLICATION SLAVE ON *.* TO '_replica'@'%';
SQL
