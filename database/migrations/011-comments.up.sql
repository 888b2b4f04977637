create table comment_posts (
    id                 uuid primary key,
    client_account_id  uuid not null references client_accounts on delete cascade,
    platform_media_id  varchar(255) not null,
    product_type       varchar(20),
    caption            text,
    permalink          text,
    thumbnail_url      text,
    published_at       timestamptz,
    fetched_at         timestamptz,
    last_comment_at    timestamptz not null,
    read_sequence      bigint not null default 0,
    created_at         timestamptz not null default now(),
    constraint ux_comment_posts_media unique (client_account_id, platform_media_id)
) with (fillfactor = 80);
comment on table comment_posts is 'The posts people comment under, as far as their comments need them; not only posts that were made here';
comment on column comment_posts.id is 'UUIDv5 of account and platform_media_id: a comment names its post without a look-up';
comment on column comment_posts.fetched_at is 'When Meta was last asked for caption, link and picture; the picture''s address expires within days';
comment on column comment_posts.read_sequence is 'Comments up to this account event have been read: marking read is one row, however many there are';
-- The list of posts, the one with the newest comment first, by keyset.
create index ix_comment_posts_list on comment_posts (client_account_id, last_comment_at desc, id desc);
-- Posts that Meta was not asked about since their last comment.
create index ix_comment_posts_stale on comment_posts (client_account_id, fetched_at) where fetched_at is null or last_comment_at > fetched_at;

create table comments (
    id                   uuid primary key,
    client_account_id    uuid not null references client_accounts on delete cascade,
    post_id              uuid not null references comment_posts on delete cascade,
    thread_id            uuid not null,
    sequence             bigint not null check (sequence > 0),
    kind                 varchar(20) not null check (kind in ('comment', 'live_comment', 'mention', 'caption_mention', 'private_reply')),
    direction            varchar(10) not null check (direction in ('inbound', 'outbound')),
    platform_comment_id  text,
    comment_key          uuid,
    platform_parent_id   text,
    in_reply_to          uuid,
    author_id            varchar(255),
    author_username      varchar(255),
    conversation_id      uuid,
    content              text not null default '',
    hidden               boolean not null default false,
    deleted_at           timestamptz,
    status               varchar(20) not null check (status in ('open', 'closed')),
    delivery             varchar(20) check (delivery in ('queued', 'sending', 'sent', 'failed', 'unconfirmed')),
    client_id            varchar(64),
    sent_by_user_id      uuid,
    automatic            boolean not null default false,
    error_code           varchar(64),
    error_message        text,
    commented_at         timestamptz not null check (commented_at >= '2010-01-01'),
    attempts             smallint not null default 0,
    next_attempt_at      timestamptz,
    lease_until          timestamptz,
    fence                integer not null default 0,
    created_at           timestamptz not null default now(),
    constraint ux_comments_key unique (client_account_id, comment_key),
    constraint comments_mine_are_outbound check (delivery is null or direction = 'outbound')
);
comment on column comments.thread_id is 'UUIDv5 of account and the top-level comment''s id: a reply finds its thread also when it comes before it';
comment on column comments.comment_key is 'First 16 bytes of SHA-256 of platform_comment_id (of the media id for a mention in a caption); of a private reply nothing';
comment on column comments.platform_comment_id is 'Meta''s id; of a private reply the id of the message that it became';
comment on column comments.in_reply_to is 'The comment that was answered from here; what comes from Instagram names its thread only';
comment on column comments.conversation_id is 'Where the direct messages with the author are, if there are any: no foreign key, since most who comment never write';
comment on column comments.delivery is 'Of what was written here; null for what Instagram brought';
-- The comments of a post, newest first, by keyset.
create index ix_comments_post on comments (post_id, commented_at desc, id desc);
-- All comments of an account, newest first, by keyset.
create index ix_comments_list on comments (client_account_id, commented_at desc, id desc);
-- What waits for somebody: the counts of posts and accounts, and the answered thread that closes.
create index ix_comments_open on comments (client_account_id, post_id, thread_id, sequence) where direction = 'inbound' and status = 'open';
-- clientId makes a reply idempotent.
create unique index ux_comments_client on comments (client_account_id, client_id) where client_id is not null;
-- Meta takes one private reply per comment; one that failed does not count, unless it failed because there is one.
create unique index ux_comments_private_reply on comments (in_reply_to) where kind = 'private_reply' and (delivery <> 'failed' or error_code = 'already-replied');
-- Replies that are not settled: the account's tick and the sweeper.
create index ix_comments_unsettled on comments (next_attempt_at, client_account_id) where delivery in ('queued', 'sending', 'unconfirmed');
-- The search box: part of the words or of the author's name.
create index ix_comments_words on comments using gin ((content || ' ' || coalesce(author_username, '')) gin_trgm_ops);
