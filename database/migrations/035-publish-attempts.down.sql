drop index ix_scheduled_posts_unlinked;
drop table publish_attempts;
