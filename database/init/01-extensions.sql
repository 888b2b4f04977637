-- Once per database, by a superuser. The migrations ask for the same, for servers that were not set up by this file.
create extension if not exists "uuid-ossp";
create extension if not exists pgcrypto;
create extension if not exists pg_trgm;
create extension if not exists btree_gin;
create extension if not exists unaccent;
-- Collects only where the server loads it: shared_preload_libraries=pg_stat_statements.
create extension if not exists pg_stat_statements;
