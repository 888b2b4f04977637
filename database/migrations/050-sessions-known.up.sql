-- What a person is shown of each sign-in, and why it is over.
alter table sessions add column ip varchar(45), add column user_agent varchar(500), add column last_used_at timestamptz,
    add column ended_because varchar(20) check (ended_because in ('logout', 'revoked', 'reuse', 'evicted', 'password', 'mfa'));
comment on column sessions.last_used_at is 'To the minute or so: requests are noted in memory first; null before the first use';
comment on column sessions.ended_because is 'reuse: a refresh token came that had been traded before; evicted: the person had too many; password, mfa: it was changed';
-- Every API host, each second: which sessions have been ended lately.
create index ix_sessions_revoked on sessions (revoked_at) where revoked_at is not null;

-- What a person is shown of who has come in, or tried to.
create table logins (
    id           uuid primary key,
    user_id      uuid not null references users on delete cascade,
    occurred_at  timestamptz not null,
    outcome      varchar(20) not null check (outcome in ('signed-up', 'signed-in', 'wrong-password', 'wrong-code', 'locked', 'token-reused')),
    session_id   uuid,
    ip           varchar(45),
    user_agent   varchar(500)
);
comment on column logins.session_id is 'The session that began, or was ended; no foreign key: the history outlives it';
-- A person's history, newest first, and its clean-up.
create index ix_logins_user on logins (user_id, occurred_at desc, id desc);
