-- What is to be erased, and what became of it. A row is a job of the silos, and afterwards the proof that somebody asked and was answered: then it names nobody any more.
create table erasures (
    id           uuid primary key,
    code         varchar(32) not null constraint ux_erasures_code unique,
    subject      varchar(10) not null check (subject in ('login', 'account', 'contact', 'user', 'nobody')),
    subject_id   uuid,
    asked_by     varchar(10) not null check (asked_by in ('meta', 'owner', 'person')),
    facts        jsonb,
    step         varchar(20) not null default '',
    state        varchar(10) not null default 'waiting' check (state in ('waiting', 'running', 'done', 'cancelled')),
    received_at  timestamptz not null,
    begins_at    timestamptz not null,
    promised_at  timestamptz not null,
    started_at   timestamptz,
    finished_at  timestamptz,
    next_at      timestamptz,
    lease_until  timestamptz,
    fence        integer not null default 0,
    -- What is over names nobody, and what is not is to be found.
    constraint erasures_name_nobody_afterwards check ((state in ('waiting', 'running')) = (subject_id is not null) and (facts is null or subject_id is not null)),
    constraint erasures_are_looked_at check ((next_at is not null) = (state in ('waiting', 'running')))
);
comment on table erasures is 'Kept as evidence: docs/privacy.md';
comment on column erasures.code is 'What whoever asked was told: the status page is found by it';
comment on column erasures.subject is 'login: only the right to speak for an account; nobody: Meta asked for somebody who is not here';
comment on column erasures.facts is 'What is needed to find the rest when the rows that told it are gone';
comment on column erasures.step is 'What is under way; empty before the first. Every step may be repeated';
comment on column erasures.next_at is 'When a silo is to go on';
comment on column erasures.fence is 'Raised by whoever takes the job: the one before can no longer write its progress';
-- Nobody is erased twice at the same time.
create unique index ux_erasures_open on erasures (subject_id, (subject = 'login')) where state in ('waiting', 'running');
-- The workers: what is due.
create index ix_erasures_due on erasures (next_at) where next_at is not null;
-- Signed requests of Meta: the account by the other number.
create index ix_client_accounts_app_scoped on client_accounts (app_scoped_id) where app_scoped_id is not null;
