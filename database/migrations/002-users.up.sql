create table users (
    id                 uuid primary key default gen_random_uuid(),
    email              varchar(255) not null,
    password_hash      varchar(255) not null,
    name               varchar(255) not null check (length(name) >= 2),
    language           varchar(10)  not null default 'en',
    timezone           varchar(50)  not null default 'UTC',
    subscription_tier  varchar(50)  not null default 'FREE' check (subscription_tier in ('FREE', 'STARTER', 'PROFESSIONAL', 'ENTERPRISE')),
    role               varchar(20)  not null default 'user' check (role in ('user', 'operator')),
    preferences        jsonb        not null default '{}',
    email_verified     boolean      not null default false,
    mfa_enabled        boolean      not null default false,
    security_stamp     varchar(64)  not null default gen_random_uuid()::text,
    failed_logins      integer      not null default 0 check (failed_logins >= 0),
    locked_until       timestamptz,
    last_login_at      timestamptz,
    created_at         timestamptz  not null default now(),
    updated_at         timestamptz  not null default now(),
    deleted_at         timestamptz
);
-- Login and registration: one living user per address, whatever its case.
create unique index ux_users_email on users (lower(email)) where deleted_at is null;
-- Users of a tier, for limits and reports.
create index ix_users_tier on users (subscription_tier) where deleted_at is null;
create trigger users_updated_at before update on users for each row execute function update_updated_at_column();

create table workspaces (
    id          uuid primary key default gen_random_uuid(),
    name        varchar(255) not null,
    owner_id    uuid not null references users on delete cascade,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now()
);
create index ix_workspaces_owner on workspaces (owner_id);
create trigger workspaces_updated_at before update on workspaces for each row execute function update_updated_at_column();

create table workspace_members (
    workspace_id  uuid not null references workspaces on delete cascade,
    user_id       uuid not null references users on delete cascade,
    role          varchar(20) not null check (role in ('owner', 'admin', 'publisher', 'agent', 'analyst', 'viewer')),
    created_at    timestamptz not null default now(),
    primary key (workspace_id, user_id)
);
-- Every request: the workspaces of the caller.
create index ix_workspace_members_user on workspace_members (user_id);
