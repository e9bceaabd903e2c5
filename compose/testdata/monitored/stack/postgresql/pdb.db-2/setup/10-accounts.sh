# pdb@db-2: the accounts. The image sources this file on its first start.
PGOPTIONS='-c synchronous_commit=local' docker_process_sql <<'SQL'
SELECT 'CREATE DATABASE "pdb"' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'pdb') \gexec
REVOKE ALL ON DATABASE "pdb" FROM PUBLIC;
CREATE ROLE "_data" NOLOGIN;
\set password `cat /run/secrets/pdb_app`
CREATE ROLE "app" LOGIN PASSWORD :'password';
GRANT "_data" TO "app";
ALTER ROLE "app" SET role = '_data';
\set password `cat /run/secrets/pdb__replica`
CREATE ROLE "_replica" LOGIN PASSWORD :'password';
ALTER ROLE "_replica" REPLICATION;
GRANT CONNECT ON DATABASE postgres TO "_replica";
GRANT EXECUTE ON FUNCTION pg_ls_dir(text, boolean, boolean), pg_stat_file(text, boolean), pg_read_binary_file(text), pg_read_binary_file(text, bigint, bigint, boolean) TO "_replica";
SELECT pg_create_physical_replication_slot('member_1', true);
\set password `cat /run/secrets/pdb__monitor`
CREATE ROLE "_monitor" LOGIN PASSWORD :'password';
GRANT pg_monitor TO "_monitor";
GRANT CONNECT ON DATABASE postgres TO "_monitor";
\set password `cat /run/secrets/pdb__health`
CREATE ROLE "_health" LOGIN PASSWORD :'password';
GRANT CONNECT ON DATABASE "pdb" TO "_health";
GRANT CONNECT, TEMPORARY ON DATABASE "pdb" TO "_data";
\connect "pdb"
GRANT USAGE, CREATE ON SCHEMA public TO "_data";
SQL
