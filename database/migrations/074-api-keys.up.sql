-- An API key acts as a user of its own, so that what it writes, sees and leaves in the audit log goes the same ways as a person's.
alter table users add column kind varchar(10) not null default 'person' check (kind in ('person', 'key'));
comment on column users.kind is 'key: an API key''s. Nobody signs in as it';

alter table workspace_members drop constraint workspace_members_role_check;
alter table workspace_members add constraint workspace_members_role_check check (role in ('owner', 'admin', 'publisher', 'agent', 'analyst', 'viewer', 'key'));
comment on column workspace_members.role is 'key: an API key, which is shown nowhere among people';

create table api_keys (
    id            uuid primary key references users on delete cascade,
    workspace_id  uuid not null references workspaces on delete cascade,
    prefix        varchar(16) not null,
    secret_hash   bytea not null constraint ux_api_keys_hash unique,
    scopes        text[] not null check (cardinality(scopes) > 0),
    created_by    uuid references users on delete set null,
    created_at    timestamptz not null,
    expires_at    timestamptz,
    last_used_at  timestamptz,
    revoked_at    timestamptz
);
comment on table api_keys is 'Its name is its user''s. Revoked ones stay: what they have written goes on naming them';
comment on column api_keys.prefix is 'How its text begins: enough to know it again';
comment on column api_keys.secret_hash is 'SHA-256 of its text, which holds 32 random bytes';
comment on column api_keys.scopes is 'The names of the only permissions it has';
comment on column api_keys.created_by is 'Who has seen it: it is revoked when they lead the workspace no more. Null once that person is gone';
comment on column api_keys.last_used_at is 'To the minute';
-- The list of a workspace, and how many it has.
create index ix_api_keys_workspace on api_keys (workspace_id, created_at);
-- Those that somebody has made, when they go.
create index ix_api_keys_created_by on api_keys (created_by);
