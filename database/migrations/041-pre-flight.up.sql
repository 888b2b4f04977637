-- What was found about a post when it was last looked at, and when that was.
alter table scheduled_posts
    add column findings     jsonb,
    add column preflight_at timestamptz;
comment on column scheduled_posts.findings is 'Of the last look at everything that can be known before the time; null when nobody has looked';
-- What the sweeper looks for: planned posts whose time is near.
create index ix_scheduled_posts_near on scheduled_posts (scheduled_time) where status in ('scheduled', 'preparing', 'ready');
