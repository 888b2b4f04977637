-- Every call that is made to Meta for a post: written before the call, completed after its answer.
create table publish_attempts (
    post_id       uuid not null references scheduled_posts on delete cascade,
    number        integer not null,
    attempt       integer not null,
    step          varchar(20) not null,
    container_id  text,
    requested_at  timestamptz not null,
    answered_at   timestamptz,
    answer        varchar(20),
    code          integer,
    subcode       integer,
    detail        text,
    trace_id      text,
    decision      varchar(30),
    primary key (post_id, number)
);
comment on column publish_attempts.number is 'The post''s fence when it was written: unique, growing, with gaps';
comment on column publish_attempts.answered_at is 'Null while the call is under way, and for ever when the process ended in the middle of it';
comment on column publish_attempts.detail is 'What Meta said, as far as it is for the account''s owner: a container''s status, or a reason';

-- The publisher asks which posts of an account may have become a medium without knowing it: those in doubt, and those live without an id.
create index ix_scheduled_posts_unlinked on scheduled_posts (client_account_id, publish_started_at)
    where platform_post_id is null and status in ('publishing', 'unconfirmed', 'published', 'failed');
