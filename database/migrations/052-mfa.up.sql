-- The second factor: an app that shows codes (RFC 6238), and codes on paper for when it is lost. users.mfa_enabled says whether it is asked for.
create table user_mfa (
    user_id       uuid primary key references users on delete cascade,
    secret        bytea not null,
    key_id        varchar(100) not null,
    last_step     bigint not null default 0,
    created_at    timestamptz not null,
    confirmed_at  timestamptz
);
comment on column user_mfa.secret is 'Sealed with TOKEN_ENCRYPTION_KEYS, bound to the user';
comment on column user_mfa.last_step is 'The half minute of the last code that was taken: that one and older ones count no more';

create table recovery_codes (
    user_id    uuid not null references users on delete cascade,
    code_hash  bytea not null,
    used_at    timestamptz,
    primary key (user_id, code_hash)
);

-- Logins between the password and the code.
create table mfa_challenges (
    token_hash  bytea primary key,
    user_id     uuid not null references users on delete cascade,
    expires_at  timestamptz not null,
    attempts    integer not null default 0
);
-- Clean-up.
create index ix_mfa_challenges_user on mfa_challenges (user_id);
