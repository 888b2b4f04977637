-- What people made of an account's newest posts, as Meta said when it was last asked: a cache of one row per account.
create table engagement_samples (
    client_account_id  uuid primary key references client_accounts on delete cascade,
    samples            jsonb not null,
    read_at            timestamptz not null
);
comment on column engagement_samples.samples is 'Of each of the newest posts: when it was published, its likes and its comments';
