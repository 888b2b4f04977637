create table hooks (
    id                   uuid primary key,
    workspace_id         uuid not null references workspaces on delete cascade,
    url                  varchar(2000) not null,
    description          varchar(200) not null,
    kinds                text[] not null check (cardinality(kinds) > 0),
    all_accounts         boolean not null,
    enabled              boolean not null default true,
    since                timestamptz not null,
    off_reason           varchar(20) check (off_reason in ('by-hand', 'failing')),
    off_at               timestamptz,
    failing_since        timestamptz,
    failures_in_row      integer not null default 0,
    delivered_at         timestamptz,
    rest_until           timestamptz,
    claimed_until        timestamptz,
    fence                integer not null default 0,
    served_at            timestamptz,
    created_at           timestamptz not null,
    check (enabled = (off_at is null))
) with (fillfactor = 50);
comment on table hooks is 'Outgoing webhooks: where a workspace wants to be told of its accounts'' events';
comment on column hooks.all_accounts is 'Otherwise those of hook_accounts';
comment on column hooks.since is 'Switched on: of what happened before nothing is sent';
comment on column hooks.failing_since is 'The first of the tries that failed in a row, without a success since';
comment on column hooks.rest_until is 'After a failure nothing is sent for a moment, so that an endpoint that is away costs little';
comment on column hooks.fence is 'The number of the claim: one dispatcher serves a hook at a time, and who lost it changes nothing';
create index ix_hooks_workspace on hooks (workspace_id, created_at);

create table hook_secrets (
    id       uuid primary key,
    hook_id  uuid not null references hooks on delete cascade,
    secret   bytea not null,
    key_id   varchar(50) not null,
    until    timestamptz
);
comment on table hook_secrets is 'What bodies are signed with: the present one, and for a while the one before';
comment on column hook_secrets.secret is 'Sealed as access tokens are; the row''s id is bound in';
comment on column hook_secrets.until is 'It was replaced, and holds until then; null of the present one';
create unique index ux_hook_secrets_present on hook_secrets (hook_id) where until is null;
create index ix_hook_secrets_hook on hook_secrets (hook_id);

create table hook_accounts (
    hook_id     uuid not null references hooks on delete cascade,
    account_id  uuid not null references client_accounts on delete cascade,
    primary key (hook_id, account_id)
);
create index ix_hook_accounts_account on hook_accounts (account_id);

create table hook_cursors (
    account_id  uuid primary key references client_accounts on delete cascade,
    sequence    bigint not null
) with (fillfactor = 50);
comment on table hook_cursors is 'The last event of each account that deliveries were made of: moved in the transaction that makes them. Accounts whose workspace has no hook that is on are left behind';

create table hook_deliveries (
    id              uuid primary key default gen_random_uuid(),
    hook_id         uuid not null references hooks on delete cascade,
    account_id      uuid references client_accounts on delete cascade,
    sequence        bigint,
    kind            varchar(40) not null,
    state           varchar(10) not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
    created_at      timestamptz not null,
    next_try_at     timestamptz not null,
    first_tried_at  timestamptz,
    tried_at        timestamptz,
    ended_at        timestamptz,
    tries           integer not null default 0,
    status_code     smallint,
    milliseconds    integer,
    reason          varchar(20),
    excerpt         varchar(200),
    check ((account_id is null) = (sequence is null)),
    -- However often an account is followed, an event is one delivery.
    constraint ux_hook_deliveries_event unique (hook_id, account_id, sequence)
) with (fillfactor = 70);
comment on table hook_deliveries is 'One event for one hook. What is sent is read from account_events when it is sent: no second place holds people''s words';
comment on column hook_deliveries.account_id is 'Null of a test';
comment on column hook_deliveries.first_tried_at is 'It is tried again for a day from then on';
comment on column hook_deliveries.excerpt is 'How the answer to a try that failed began';
-- What a hook is sent next.
create index ix_hook_deliveries_due on hook_deliveries (hook_id, next_try_at) where state = 'waiting';
-- The log, newest first.
create index ix_hook_deliveries_log on hook_deliveries (hook_id, created_at desc, id desc);
-- Retention, oldest first.
create index ix_hook_deliveries_ended on hook_deliveries (ended_at) where ended_at is not null;
create index ix_hook_deliveries_account on hook_deliveries (account_id);
