create table invitations (
    id            uuid primary key,
    workspace_id  uuid not null references workspaces on delete cascade,
    email         varchar(255) not null,
    role          varchar(20) not null check (role in ('admin', 'publisher', 'agent', 'analyst', 'viewer')),
    token_hash    bytea not null constraint ux_invitations_token unique,
    invited_by    uuid references users on delete set null,
    created_at    timestamptz not null,
    sent_at       timestamptz not null,
    expires_at    timestamptz not null
);
comment on table invitations is 'Open ones: whoever accepts or revokes one takes it away';
comment on column invitations.token_hash is 'SHA-256 of 32 random bytes, never the bytes';
-- One open invitation per address and workspace; the list of a workspace.
create unique index ux_invitations_address on invitations (workspace_id, lower(email));
-- Deleting a user.
create index ix_invitations_invited_by on invitations (invited_by);
