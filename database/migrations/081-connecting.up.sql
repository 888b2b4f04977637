-- A consent that was begun is bound to the session that began it, may name the account that it is about, and is still known for a day after it was used or ran out,
-- so that whoever comes back with it is told what has happened.
alter table oauth_states
    add column session_id uuid references sessions on delete cascade,
    add column account_id uuid references client_accounts on delete cascade,
    add column used_at timestamptz;
comment on column oauth_states.account_id is 'The account to connect again; null when any will do';
create index ix_oauth_states_session on oauth_states (session_id);
create index ix_oauth_states_account on oauth_states (account_id);
