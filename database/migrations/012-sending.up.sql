-- Sending: quick replies, when Meta was last asked, messages for later, reply templates.
alter table messages add column quick_replies jsonb, add column called_at timestamptz, add column own_reaction varchar(64);
comment on column messages.quick_replies is 'Buttons under a text: array of {title, payload}';
comment on column messages.called_at is 'When Meta was last called to send it: only after a while from here is "not there" definite';
comment on column messages.own_reaction is 'The account''s own reaction to the message: an emoji';
comment on column messages.media_urls is 'Attachments: array of {type, url, previewUrl}; media:{storage key} in place of a URL means a file of our own library';

create table scheduled_messages (
    id                    uuid primary key,
    client_account_id     uuid not null references client_accounts on delete cascade,
    conversation_id       uuid not null references conversations on delete cascade,
    client_message_id     varchar(64) not null,
    user_id               uuid references users on delete set null,
    content               text not null default '',
    media_keys            jsonb not null default '[]',
    quick_replies         jsonb,
    reply_to_platform_id  text,
    send_at               timestamptz not null,
    created_at            timestamptz not null,
    -- clientMessageId makes scheduling idempotent, as it does sending.
    constraint ux_scheduled_messages_client unique (client_account_id, client_message_id)
);
comment on table scheduled_messages is 'What waits to be sent later. A row leaves in the transaction that queues its messages, or when it is cancelled';
-- The account's timer, and the sweeper.
create index ix_scheduled_messages_account on scheduled_messages (client_account_id, send_at);
create index ix_scheduled_messages_due on scheduled_messages (send_at);
-- What waits in a conversation.
create index ix_scheduled_messages_conversation on scheduled_messages (conversation_id, send_at);
create index ix_scheduled_messages_user on scheduled_messages (user_id);
-- Is a media file waiting to be sent?
create index ix_scheduled_messages_media on scheduled_messages using gin (media_keys);

create table reply_templates (
    id            uuid primary key,
    workspace_id  uuid not null references workspaces on delete cascade,
    user_id       uuid references users on delete set null,
    name          varchar(100) not null check (name <> ''),
    shortcut      varchar(32) check (shortcut = lower(shortcut)),
    category      varchar(20) not null default 'other' check (category in ('greeting', 'product_info', 'pricing', 'closing', 'faq', 'other')),
    language      varchar(10),
    content       text not null check (content <> ''),
    usage_count   integer not null default 0 check (usage_count >= 0),
    last_used_at  timestamptz,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    -- What is typed after the slash means one text.
    constraint ux_reply_templates_shortcut unique (workspace_id, shortcut)
);
comment on column reply_templates.content is 'Text with {{variables}}; {{name|friend}} has a default';
-- A workspace's templates, newest first.
create index ix_reply_templates_list on reply_templates (workspace_id, created_at desc, id desc);
create index ix_reply_templates_user on reply_templates (user_id);
create trigger reply_templates_updated_at before update on reply_templates for each row execute function update_updated_at_column();
