create table comment_scans (
    account_id     uuid primary key references client_accounts on delete cascade,
    step           integer not null default 0,
    cursor         text,
    pages          integer not null default 0,
    attempts       integer not null default 0,
    next_step_at   timestamptz,
    completed_at   timestamptz
);
comment on table comment_scans is 'Looking through an account''s newest posts for comments that no webhook brought: when the account connects, and daily';
comment on column comment_scans.step is 'Every write carries the step it follows: of two activations one goes on';
comment on column comment_scans.cursor is 'Where the next page of posts begins; null for the first';
comment on column comment_scans.pages is 'Pages that this run has read';
comment on column comment_scans.completed_at is 'When a run last came to its end; the next one then looks at fewer posts';
-- The sweeper: whose next step is due.
create index ix_comment_scans_due on comment_scans (next_step_at) where next_step_at is not null;
-- When the account itself last wrote in a thread: a comment that comes after its answer is answered.
create index ix_comments_own on comments (client_account_id, thread_id, commented_at) where direction = 'outbound';

-- Accounts that are connected already: their first run is due, spread over an hour.
insert into comment_scans (account_id, next_step_at)
select id, now() + random() * interval '1 hour' from client_accounts where platform = 'instagram' and status = 'active' and deleted_at is null;
