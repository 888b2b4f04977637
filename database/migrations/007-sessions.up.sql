create table sessions (
    id             uuid primary key default gen_random_uuid(),
    user_id        uuid not null references users on delete cascade,
    session_token  varchar(255) not null constraint ux_sessions_token unique,
    data           jsonb not null default '{}',
    expires_at     timestamptz not null,
    revoked_at     timestamptz,
    created_at     timestamptz not null default now()
);
comment on column sessions.session_token is 'SHA-256 of a random value, never the value; a session is the family of its refresh tokens';
create index ix_sessions_user on sessions (user_id);
-- Clean-up.
create index ix_sessions_expires on sessions (expires_at);

create table refresh_tokens (
    id           uuid primary key default gen_random_uuid(),
    user_id      uuid not null references users on delete cascade,
    family_id    uuid not null references sessions on delete cascade,
    token_hash   bytea not null constraint ux_refresh_tokens_hash unique,
    expires_at   timestamptz not null,
    created_at   timestamptz not null default now(),
    revoked_at   timestamptz,
    replaced_by  uuid,
    ip           varchar(45),
    user_agent   varchar(500)
);
create index ix_refresh_tokens_user on refresh_tokens (user_id);
create index ix_refresh_tokens_family on refresh_tokens (family_id);
-- Clean-up.
create index ix_refresh_tokens_expires on refresh_tokens (expires_at);

create table idempotency_keys (
    user_id       uuid not null references users on delete cascade,
    key           varchar(128) not null,
    route         varchar(200) not null,
    request_hash  bytea not null,
    status        integer,
    response      jsonb,
    created_at    timestamptz not null default now(),
    primary key (user_id, key)
);
comment on column idempotency_keys.status is 'Null while the first request is being answered';
-- Clean-up after 24 hours.
create index ix_idempotency_keys_created on idempotency_keys (created_at);
