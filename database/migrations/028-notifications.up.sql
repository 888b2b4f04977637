create table notifications (
    id                 uuid primary key default gen_random_uuid(),
    user_id            uuid not null references users on delete cascade,
    workspace_id       uuid not null references workspaces on delete cascade,
    client_account_id  uuid not null references client_accounts on delete cascade,
    kind               varchar(40) not null,
    subject_id         uuid not null,
    key                varchar(200) not null,
    count              integer not null check (count > 0),
    facts              jsonb not null,
    conversation_id    uuid,
    actor_id           uuid references users on delete set null,
    occurred_at        timestamptz not null,
    read_at            timestamptz,
    -- Nobody is told twice of one thing; what collapses comes back under its key.
    constraint ux_notifications_key unique (user_id, key)
);
comment on table notifications is 'What people are told of, one row per person. The words are made by the client';
comment on column notifications.key is 'The occasion; of messages the conversation, of comments the post: more of them raise the count';
comment on column notifications.count is 'How often it has come since it was last read';
comment on column notifications.conversation_id is 'No foreign key, like that of comments: it is looked up when it is shown';
-- A person's list, newest first, by keyset.
create index ix_notifications_list on notifications (user_id, occurred_at desc, id desc);
-- The number at the bell.
create index ix_notifications_unread on notifications (user_id) where read_at is null;
-- A conversation or post was read by somebody: so are its notifications.
create index ix_notifications_seen on notifications (key) where read_at is null;
-- Retention, oldest first.
create index ix_notifications_old on notifications (occurred_at);
create index ix_notifications_workspace on notifications (workspace_id);
create index ix_notifications_account on notifications (client_account_id);
create index ix_notifications_actor on notifications (actor_id);

create table notification_preferences (
    user_id  uuid not null references users on delete cascade,
    kind     varchar(40) not null,
    in_app   boolean not null default true,
    mail     boolean not null default false,
    primary key (user_id, kind)
);
comment on table notification_preferences is 'What people have changed; without a row the defaults of the columns hold';

create table notification_cursors (
    account_id  uuid primary key references client_accounts on delete cascade,
    sequence    bigint not null
) with (fillfactor = 50);
comment on table notification_cursors is 'The last event of each account that people were told of: moved in the transaction that writes what they are told';
-- What came before there were notifications is no news.
insert into notification_cursors (account_id, sequence)
select a.id, coalesce((select max(e.sequence) from account_events e where e.account_id = a.id), 0) from client_accounts a;
