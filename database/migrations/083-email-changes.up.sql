-- Another e-mail address: asked for by a session with the password, and proved by the link that went to it.
alter table mailed_tokens drop constraint mailed_tokens_purpose_check;
alter table mailed_tokens add constraint mailed_tokens_purpose_check check (purpose in ('verify-email', 'reset-password', 'change-email'));
alter table mailed_tokens add column session_id uuid references sessions on delete set null;
comment on column mailed_tokens.session_id is 'Of a change of address: which session asked for it, and stays when the others end';
create index ix_mailed_tokens_session on mailed_tokens (session_id) where session_id is not null;

alter table sessions drop constraint sessions_ended_because_check;
alter table sessions add constraint sessions_ended_because_check check (ended_because in ('logout', 'revoked', 'reuse', 'evicted', 'password', 'mfa', 'email'));
comment on column sessions.ended_because is 'reuse: a refresh token came that had been traded before; evicted: the person had too many; password, mfa, email: it was changed';

-- Addresses that people had: what was sent to them is the person's all the same, and is exported and erased with them.
create table former_emails (
    user_id      uuid not null references users on delete cascade,
    email        varchar(255) not null,
    replaced_at  timestamptz not null,
    primary key (user_id, email)
);
comment on column former_emails.email is 'In lower case';
