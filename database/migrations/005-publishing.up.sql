create table media_assets (
    id                uuid primary key,
    workspace_id      uuid not null references workspaces on delete cascade,
    user_id           uuid references users on delete set null,
    filename          varchar(255) not null,
    kind              varchar(10) not null check (kind in ('image', 'video')),
    mime_type         varchar(100) not null,
    file_size         bigint not null check (file_size > 0),
    width             integer,
    height            integer,
    duration_seconds  numeric(10, 3),
    storage_key       text not null constraint ux_media_assets_key unique,
    thumbnail_key     text,
    sha256            bytea not null,
    created_at        timestamptz not null default now()
);
-- The media library of a workspace, newest first.
create index ix_media_assets_library on media_assets (workspace_id, created_at desc, id desc);
create index ix_media_assets_user on media_assets (user_id);

create table scheduled_posts (
    id                    uuid primary key,
    client_account_id     uuid not null references client_accounts on delete cascade,
    user_id               uuid references users on delete set null,
    post_type             varchar(20) not null check (post_type in ('feed', 'carousel', 'reel', 'story')),
    caption               text not null default '',
    media_keys            jsonb not null default '[]',
    first_comment         text,
    scheduled_time        timestamptz,
    local_time            timestamp,
    timezone              varchar(50),
    status                varchar(20) not null check (status in
                              ('draft', 'awaiting_approval', 'scheduled', 'preparing', 'ready', 'publishing', 'unconfirmed', 'published', 'failed', 'cancelled')),
    container_id          text,
    child_container_ids   jsonb not null default '[]',
    container_created_at  timestamptz,
    publish_started_at    timestamptz,
    published_at          timestamptz,
    platform_post_id      text,
    permalink             text,
    comment_status        varchar(20) check (comment_status in ('pending', 'sending', 'done', 'failed')),
    error_details         jsonb,
    retry_count           integer not null default 0,
    next_attempt_at       timestamptz,
    lease_until           timestamptz,
    swept_until           timestamptz,
    fence                 integer not null default 0,
    version               integer not null default 1,
    created_at            timestamptz not null default now(),
    updated_at            timestamptz not null default now(),
    constraint scheduled_posts_has_time check (status in ('draft', 'cancelled', 'failed') or scheduled_time is not null)
);
comment on column scheduled_posts.local_time is 'The wall clock the user chose, beside the instant that follows from it and timezone';
comment on column scheduled_posts.next_attempt_at is 'When the post wants its next step; the grain''s timers and the sweeper follow it';
comment on column scheduled_posts.swept_until is 'Until then one sweeper has woken the account for this post; the others leave it';
comment on column scheduled_posts.fence is 'Grows with every claim; later writes of that work carry it';
-- What the sweeper and the grain look for: posts that want a step by some time.
create index ix_scheduled_posts_due on scheduled_posts (next_attempt_at) where next_attempt_at is not null;
create index ix_scheduled_posts_account_due on scheduled_posts (client_account_id, next_attempt_at) where next_attempt_at is not null;
-- The seed's index: what is still to come.
create index ix_scheduled_posts_scheduled on scheduled_posts (scheduled_time) where status = 'scheduled';
-- Calendar ranges of accounts, and lists, newest first.
create index ix_scheduled_posts_calendar on scheduled_posts (client_account_id, scheduled_time);
create index ix_scheduled_posts_list on scheduled_posts (client_account_id, created_at desc, id desc);
create index ix_scheduled_posts_user on scheduled_posts (user_id);
-- Is a media file used by a post?
create index ix_scheduled_posts_media on scheduled_posts using gin (media_keys);
-- A published medium belongs to one post.
create unique index ux_scheduled_posts_platform on scheduled_posts (client_account_id, platform_post_id) where platform_post_id is not null;
create trigger scheduled_posts_updated_at before update on scheduled_posts for each row execute function update_updated_at_column();
