-- The owner of a workspace decides whether a second person has to look at a post before it goes live.
alter table workspaces add column posts_need_approval boolean not null default false;

alter table scheduled_posts
    add column submitted_by      uuid references users on delete set null,
    add column submitted_at      timestamptz,
    add column decided_by        uuid references users on delete set null,
    add column decided_at        timestamptz,
    add column approved_hash     varchar(64),
    add column rejection_reason  text,
    add constraint scheduled_posts_decided check (decided_at is not null or approved_hash is null and rejection_reason is null);
comment on column scheduled_posts.submitted_by is 'Who wrote what is to be approved: the last to submit or to edit it';
comment on column scheduled_posts.approved_hash is 'SHA-256 in hex of the content that was approved: what goes live has the same';
create index ix_scheduled_posts_submitted_by on scheduled_posts (submitted_by) where submitted_by is not null;
create index ix_scheduled_posts_decided_by on scheduled_posts (decided_by) where decided_by is not null;
-- What waits for somebody to look at it.
create index ix_scheduled_posts_awaiting on scheduled_posts (client_account_id, scheduled_time) where status = 'awaiting_approval';
