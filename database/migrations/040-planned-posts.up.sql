-- Times of the week at which an account likes to publish.
create table posting_slots (
    id                 uuid primary key,
    client_account_id  uuid not null references client_accounts on delete cascade,
    weekday            smallint not null check (weekday between 0 and 6),
    local_time         time not null,
    timezone           varchar(50) not null,
    created_at         timestamptz not null default now(),
    constraint ux_posting_slots_time unique (client_account_id, weekday, local_time, timezone)
);
comment on column posting_slots.weekday is '0 is Sunday';

-- Who has taken a slot: the key lets one post have it, whoever asks at the same moment. A booking counts while its post is planned for that time.
create table slot_bookings (
    client_account_id  uuid not null references client_accounts on delete cascade,
    slot_at            timestamptz not null,
    post_id            uuid not null references scheduled_posts on delete cascade,
    primary key (client_account_id, slot_at)
);
create index ix_slot_bookings_post on slot_bookings (post_id);

-- Posts that come again by the wall clock. One post of a series is there at a time; the days after it follow from the rule.
create table post_series (
    id                 uuid primary key,
    client_account_id  uuid not null references client_accounts on delete cascade,
    user_id            uuid references users on delete set null,
    content            jsonb not null,
    rule               jsonb not null,
    first_date         date not null,
    last_date          date not null,
    local_time         time not null,
    timezone           varchar(50) not null,
    status             varchar(10) not null check (status in ('active', 'ended', 'stopped')),
    look_at            timestamptz,
    version            integer not null default 1,
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now(),
    constraint post_series_is_looked_at check ((status = 'active') = (look_at is not null))
);
comment on column post_series.content is 'What the next post is made of';
comment on column post_series.last_date is 'The day of the newest post that was made';
comment on column post_series.look_at is 'When its newest post has had its time, and the next one may be wanted';
create index ix_post_series_account on post_series (client_account_id, created_at desc, id desc);
create index ix_post_series_user on post_series (user_id);
-- What the sweeper looks for: series that may want their next post.
create index ix_post_series_due on post_series (look_at) where look_at is not null;
create trigger post_series_updated_at before update on post_series for each row execute function update_updated_at_column();

alter table scheduled_posts
    add column series_id   uuid constraint scheduled_posts_series references post_series on delete set null,
    add column series_date date;
-- A day of a series has one post, however often its making is repeated.
create unique index ux_scheduled_posts_series on scheduled_posts (series_id, series_date) where series_id is not null;
