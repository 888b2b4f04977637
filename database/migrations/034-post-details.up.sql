-- What Meta lets a post have beside its files and words.
alter table scheduled_posts
    add column details        jsonb not null default '{}',
    add column cover_media_id uuid constraint scheduled_posts_cover references media_assets on delete set null;
comment on column scheduled_posts.details is 'Alternative texts and tagged people by file, collaborators, place, and how a reel is shown';
comment on column scheduled_posts.cover_media_id is 'The picture that stands for a reel until it is played';
-- Is a media file the cover of a post?
create index ix_scheduled_posts_cover on scheduled_posts (cover_media_id) where cover_media_id is not null;
