create table account_history (
    account_id       uuid primary key references client_accounts on delete cascade,
    run_id           uuid not null,
    kind             varchar(20) not null check (kind in ('backfill', 'reconcile')),
    state            varchar(20) not null check (state in ('running', 'done', 'stopped')),
    step             integer not null default 0,
    progress         jsonb not null default '{}',
    started_at       timestamptz not null,
    finished_at      timestamptz,
    next_step_at     timestamptz,
    complete_until   timestamptz,
    measured_at      timestamptz,
    messages_known   integer not null default 0,
    messages_stored  integer not null default 0,
    messages_filled  integer not null default 0,
    failure_code     varchar(64),
    failure_message  text
);
comment on table account_history is 'Reading an account''s conversations back from Meta: the current or last run, and when the next step of it, or the next run, is due';
comment on column account_history.step is 'Every write of a run carries the step it follows: of two activations one goes on';
comment on column account_history.progress is 'Where the run stands: cursor, conversations still to read, counts';
comment on column account_history.complete_until is 'Whatever Meta opens of what was written before has been read';
comment on column account_history.messages_known is 'Messages of the 24 h before measured_at that Meta listed; of these messages_stored are here, messages_filled only since the run';
-- The sweeper: whose next step is due.
create index ix_account_history_due on account_history (next_step_at) where next_step_at is not null;

-- Accounts that were connected before history was read: their first run is due, spread over an hour.
insert into account_history (account_id, run_id, kind, state, started_at, next_step_at)
select id, gen_random_uuid(), 'backfill', 'stopped', now(), now() + random() * interval '1 hour' from client_accounts where platform = 'instagram' and status = 'active' and deleted_at is null;

create table webhook_replays (
    id                   uuid primary key,
    kind                 varchar(20) not null check (kind in ('deliveries', 'parked')),
    state                varchar(20) not null check (state in ('running', 'done', 'cancelled', 'failed')),
    received_from        timestamptz not null,
    received_to          timestamptz not null,
    platform_account_id  varchar(255),
    reason               varchar(50),
    cursor_at            timestamptz,
    cursor_id            uuid,
    total                bigint not null,
    seen                 bigint not null default 0,
    handed_over          bigint not null default 0,
    set_aside            bigint not null default 0,
    resolved             bigint not null default 0,
    failed               bigint not null default 0,
    fence                integer not null default 0,
    lease_until          timestamptz,
    requested_by         uuid references users on delete set null,
    created_at           timestamptz not null,
    finished_at          timestamptz,
    check (received_from < received_to)
);
comment on table webhook_replays is 'Deliveries or parked parts that an operator has handed over once more: a job, taken on by one silo at a time, resumed at its cursor';
comment on column webhook_replays.fence is 'Raised by whoever takes the job: the one before can no longer write its progress';
create index ix_webhook_replays_user on webhook_replays (requested_by);
-- The workers: jobs that nobody holds. There are few.
create index ix_webhook_replays_running on webhook_replays (created_at) where state = 'running';
