create table contacts (
    id                   uuid primary key,
    client_account_id    uuid not null references client_accounts on delete cascade,
    platform_contact_id  varchar(255) not null,
    username             varchar(255),
    name                 varchar(255),
    profile_picture_url  text,
    profile_fetched_at   timestamptz,
    created_at           timestamptz not null default now(),
    updated_at           timestamptz not null default now(),
    constraint ux_contacts_platform unique (client_account_id, platform_contact_id)
);
comment on column contacts.id is 'UUIDv5 of account and platform_contact_id: whoever meets the contact first writes the same row';
-- Contacts whose profile was never fetched, for the enrichment tick.
create index ix_contacts_unfetched on contacts (client_account_id, created_at) where profile_fetched_at is null;
-- The inbox's search box: part of a name or username.
create index ix_contacts_names on contacts using gin ((coalesce(username, '') || ' ' || coalesce(name, '')) gin_trgm_ops);

create table conversations (
    id                      uuid primary key,
    client_account_id       uuid not null references client_accounts on delete cascade,
    contact_id              uuid not null references contacts on delete cascade,
    status                  varchar(20) not null default 'open' check (status in ('open', 'closed', 'archived', 'spam')),
    unread_count            integer not null default 0 check (unread_count >= 0),
    unread_since            timestamptz,
    last_sequence           bigint not null,
    last_message_at         timestamptz not null,
    last_message_text       varchar(200) not null default '',
    last_message_kind       varchar(20) not null,
    last_message_direction  varchar(10) not null,
    last_inbound_at         timestamptz,
    created_at              timestamptz not null default now(),
    updated_at              timestamptz not null default now(),
    -- A contact belongs to one account, so this is one conversation per account and contact.
    constraint ux_conversations_contact unique (contact_id)
) with (fillfactor = 80);
comment on column conversations.unread_since is 'Time of the oldest unread message: bounds the update that marks them read';
-- The conversation list, newest first, by keyset.
create index ix_conversations_list on conversations (client_account_id, last_message_at desc, id desc);

create table messages (
    id                    uuid not null,
    client_account_id     uuid not null references client_accounts on delete cascade,
    conversation_id       uuid not null,
    sequence              bigint not null check (sequence > 0),
    platform              varchar(50) not null,
    platform_message_id   text,
    mid_key               uuid,
    client_message_id     varchar(64),
    sender_id             varchar(255) not null,
    sender_name           varchar(255),
    recipient_id          varchar(255),
    direction             varchar(10) not null check (direction in ('inbound', 'outbound')),
    message_type          varchar(20) not null,
    content               text not null default '',
    media_urls            jsonb,
    status                varchar(20) not null check (status in ('queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unconfirmed')),
    is_read               boolean not null default false,
    automatic             boolean not null default false,
    reply_to_platform_id  text,
    tag                   varchar(20),
    sent_by_user_id       uuid,
    error_code            varchar(64),
    error_message         text,
    sent_at               timestamptz not null check (sent_at >= '2010-01-01'),
    read_at               timestamptz,
    attempts              smallint not null default 0,
    next_attempt_at       timestamptz,
    lease_until           timestamptz,
    fence                 integer not null default 0,
    created_at            timestamptz not null default now(),
    search_vector         tsvector generated always as (to_tsvector('simple', content)) stored,
    primary key (client_account_id, id),
    constraint ux_messages_mid unique (client_account_id, mid_key)
) partition by hash (client_account_id);
comment on column messages.mid_key is 'First 16 bytes of SHA-256 of platform_message_id: a third of the index of the raw id';
comment on column messages.media_urls is 'Attachments: array of {type, url, previewUrl}';
comment on column messages.sequence is 'The account event that brought the message; order inside a conversation is sent_at, then this';
-- The thread, newest first, by keyset.
create index ix_messages_thread on messages (client_account_id, conversation_id, sent_at desc, sequence desc);
-- clientMessageId makes a send idempotent.
create unique index ux_messages_client on messages (client_account_id, client_message_id) where client_message_id is not null;
-- Sends that are not settled: the sending tick and the sweeper.
create index ix_messages_unsettled on messages (client_account_id, next_attempt_at) where status in ('queued', 'sending', 'unconfirmed');
-- Search inside accounts; every search names its accounts.
create index ix_messages_search on messages using gin (client_account_id, search_vector);

do $$ begin
    for i in 0..31 loop
        execute format('create table messages_p%s partition of messages for values with (modulus 32, remainder %s)', i, i);
    end loop;
end $$;

create table account_events (
    account_id   uuid not null,
    sequence     bigint not null check (sequence > 0),
    occurred_at  timestamptz not null,
    kind         varchar(40) not null,
    subject_id   uuid not null,
    payload      jsonb not null,
    -- The fence: of two activations of one account only one can write the next number.
    primary key (account_id, sequence)
);
comment on table account_events is 'What browsers have to learn, numbered per account without gaps; no foreign key, so that the hot path does not lock the account row';
