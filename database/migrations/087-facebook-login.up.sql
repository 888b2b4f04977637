-- The second way to connect an account: Facebook Login, by way of a Page.
alter table client_accounts add column page_id varchar(32);
comment on column client_accounts.page_id is 'The Facebook Page that the account''s messages and webhooks go by; null: it is connected by Instagram Login';

alter table oauth_states add column way varchar(16) not null default 'instagram' check (way in ('instagram', 'facebook'));

create table account_choices (
    id            uuid primary key,
    user_id       uuid not null references users on delete cascade,
    workspace_id  uuid not null references workspaces on delete cascade,
    session_id    uuid not null references sessions on delete cascade,
    accounts      bytea not null,
    key_id        varchar(32) not null,
    expires_at    timestamptz not null
);
comment on table account_choices is 'Accounts that somebody has allowed and has still to choose from: for ten minutes, in the session that asked';
comment on column account_choices.accounts is 'With their tokens; sealed as access tokens are, the row''s id is bound in';
-- What nobody came back to.
create index ix_account_choices_expires on account_choices (expires_at);
create index ix_account_choices_user on account_choices (user_id);
create index ix_account_choices_workspace on account_choices (workspace_id);
create index ix_account_choices_session on account_choices (session_id);
