create table analytics_snapshots (
    id                 uuid primary key default gen_random_uuid(),
    client_account_id  uuid not null references client_accounts on delete cascade,
    platform           varchar(50)  not null,
    metric_type        varchar(100) not null,
    metric_value       numeric(15, 2),
    date               date not null,
    metadata           jsonb not null default '{}',
    created_at         timestamptz not null default now(),
    -- A day's number is written once and then corrected; also serves reads by account and metric.
    constraint ux_analytics_snapshots_day unique (client_account_id, metric_type, date)
);
