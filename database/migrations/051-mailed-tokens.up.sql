-- Secrets that go out by mail and come back once: whoever brings one reads the mail of that address.
create table mailed_tokens (
    token_hash  bytea primary key,
    user_id     uuid not null references users on delete cascade,
    purpose     varchar(20) not null check (purpose in ('verify-email', 'reset-password')),
    email       varchar(255) not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz
);
comment on column mailed_tokens.token_hash is 'SHA-256 of 32 random bytes, never the bytes';
comment on column mailed_tokens.email is 'Where it was sent: it proves nothing about an address the person took later';
-- How many a person was sent within the hour, and clean-up.
create index ix_mailed_tokens_user on mailed_tokens (user_id, purpose, created_at);
