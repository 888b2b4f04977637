create table webhook_deliveries (
    received_at    timestamptz not null,
    id             uuid not null,
    secret_slot    smallint not null,
    body           bytea not null,
    attempts       smallint not null default 0,
    claimed_until  timestamptz,
    finished_at    timestamptz,
    primary key (received_at, id)
) partition by range (received_at);
comment on table webhook_deliveries is 'The journal: signed bodies as they came. Answered 200 only after their commit';
comment on column webhook_deliveries.secret_slot is 'Which configured app secret signed it, from 0';
-- The sweeper: what was not finished in time.
create index ix_webhook_deliveries_unfinished on webhook_deliveries (received_at, id) where finished_at is null;

-- A first week, so that the journal can write before the maintenance grain has run.
do $$ declare d date; begin
    for i in -1..7 loop
        d := (now() at time zone 'utc')::date + i;
        execute format('create table webhook_deliveries_%s partition of webhook_deliveries for values from (%L) to (%L)',
            to_char(d, 'YYYYMMDD'), d::text || ' 00:00:00+00', (d + 1)::text || ' 00:00:00+00');
    end loop;
end $$;

create table webhook_parked (
    id                   uuid primary key,
    delivery_id          uuid not null,
    delivery_received_at timestamptz not null,
    platform             varchar(50) not null,
    platform_account_id  varchar(255),
    reason               varchar(50) not null check (reason in ('unreadable', 'unknown-account', 'unknown-event', 'failed')),
    detail               text not null default '',
    raw                  bytea not null,
    parked_at            timestamptz not null,
    resolved_at          timestamptz,
    -- A re-dispatched delivery parks the same part once.
    part_hash            uuid not null,
    constraint ux_webhook_parked_part unique (delivery_id, part_hash)
);
comment on table webhook_parked is 'Entries set aside with the reason, for operators; they never block the rest of their batch';
-- When an account connects: what came for it before.
create index ix_webhook_parked_account on webhook_parked (platform, platform_account_id) where resolved_at is null;
-- The operators' list, newest first.
create index ix_webhook_parked_list on webhook_parked (parked_at desc, id desc);
