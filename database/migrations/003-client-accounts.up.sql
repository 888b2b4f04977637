create table client_accounts (
    id                   uuid primary key,
    workspace_id         uuid not null references workspaces on delete cascade,
    user_id              uuid not null references users on delete cascade,
    platform             varchar(50)  not null check (platform in ('instagram', 'whatsapp')),
    platform_account_id  varchar(255) not null,
    app_scoped_id        varchar(255),
    username             varchar(255) not null,
    display_name         varchar(255),
    profile_picture_url  text,
    biography            text,
    website              text,
    account_type         varchar(20),
    follower_count       integer not null default 0,
    following_count      integer not null default 0,
    media_count          integer not null default 0,
    status               varchar(50) not null default 'active' check (status in ('active', 'token_expired', 'disconnected', 'error')),
    status_reason        text,
    permissions          jsonb not null default '[]',
    metadata             jsonb not null default '{}',
    webhook_subscribed_at timestamptz,
    last_sync_at         timestamptz,
    connected_at         timestamptz not null default now(),
    created_at           timestamptz not null default now(),
    updated_at           timestamptz not null default now(),
    deleted_at           timestamptz,
    -- A connected account exists once in the system; its id is UUIDv5 of these two.
    constraint ux_client_accounts_platform unique (platform, platform_account_id)
);
comment on column client_accounts.platform_account_id is 'Meta''s user_id: the id that webhooks carry';
comment on column client_accounts.app_scoped_id is 'Meta''s id: another number, used by signed requests';
-- Accounts of a workspace: every scoped read.
create index ix_client_accounts_workspace on client_accounts (workspace_id);
create index ix_client_accounts_user on client_accounts (user_id);
create trigger client_accounts_updated_at before update on client_accounts for each row execute function update_updated_at_column();

create table oauth_tokens (
    id                       uuid primary key default gen_random_uuid(),
    client_account_id        uuid not null references client_accounts on delete cascade,
    platform                 varchar(50) not null,
    access_token_encrypted   bytea not null,
    refresh_token_encrypted  bytea,
    key_id                   varchar(32) not null,
    token_type               varchar(50) not null default 'Bearer',
    issued_at                timestamptz not null default now(),
    expires_at               timestamptz,
    scope                    text,
    created_at               timestamptz not null default now(),
    updated_at               timestamptz not null default now(),
    constraint ux_oauth_tokens_account unique (client_account_id)
);
comment on column oauth_tokens.access_token_encrypted is 'AES-256-GCM: 12 bytes nonce, 16 bytes tag, ciphertext; the account id is the associated data';
create trigger oauth_tokens_updated_at before update on oauth_tokens for each row execute function update_updated_at_column();

create table oauth_states (
    state_hash    bytea primary key,
    user_id       uuid not null references users on delete cascade,
    workspace_id  uuid not null references workspaces on delete cascade,
    expires_at    timestamptz not null
);
-- Clean-up of those never used.
create index ix_oauth_states_expires on oauth_states (expires_at);
create index ix_oauth_states_user on oauth_states (user_id);
create index ix_oauth_states_workspace on oauth_states (workspace_id);
