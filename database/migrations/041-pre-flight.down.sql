drop index ix_scheduled_posts_near;
alter table scheduled_posts drop column preflight_at, drop column findings;
