-- A role that may look and not touch, for Grafana and support. It has no password here and so cannot log in with one;
-- an operator gives it one by: \password readonly
do $$
begin
    if not exists (select from pg_roles where rolname = 'readonly') then
        create role readonly login connection limit 5;
    end if;
end $$;
alter role readonly set default_transaction_read_only = on;
alter role readonly set statement_timeout = '30s';
do $$
begin
    execute format('grant connect on database %I to readonly', current_database());
end $$;
grant usage on schema public to readonly;
grant select on all tables in schema public to readonly;
-- Tables that later migrations make, when they run as the role that runs this file.
alter default privileges in schema public grant select on tables to readonly;
