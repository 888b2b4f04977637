-- What people do with conversations and contacts besides answering: labels, tags, a pipeline, notes, assignment, priority, snoozing.
create table labels (
    id            uuid primary key,
    workspace_id  uuid not null references workspaces on delete cascade,
    scope         varchar(12) not null check (scope in ('conversation', 'contact')),
    name          varchar(40) not null check (name <> ''),
    color         char(7) not null check (color ~ '^#[0-9a-f]{6}$'),
    created_at    timestamptz not null default now()
);
comment on table labels is 'Of conversations; those of contacts are called tags. Rows hold their ids in arrays; the id of a label that is gone means nothing';
-- A name means one thing; also the list of a workspace's labels.
create unique index ux_labels_name on labels (workspace_id, scope, lower(name));

create table pipeline_stages (
    id            uuid primary key,
    workspace_id  uuid not null references workspaces on delete cascade,
    key           varchar(20) check (key in ('lead', 'interested', 'customer', 'lost')),
    name          varchar(40) not null check (name <> ''),
    color         char(7) not null check (color ~ '^#[0-9a-f]{6}$'),
    position      smallint not null check (position >= 0),
    created_at    timestamptz not null default now()
);
comment on column pipeline_stages.key is 'Of a stage that came with the workspace and was not renamed: clients show its name in their language';
-- A name means one thing; also the list of a workspace's stages.
create unique index ux_pipeline_stages_name on pipeline_stages (workspace_id, lower(name));

alter table contacts
    add follower_count    integer check (follower_count >= 0),
    add is_verified       boolean,
    add follows_account   boolean,
    add account_follows   boolean,
    add picture_key       text,
    add profile_due_at    timestamptz default now(),
    add profile_attempts  smallint not null default 0,
    add stage_id          uuid references pipeline_stages on delete set null,
    add deal_amount       numeric(14, 2) check (deal_amount >= 0),
    add deal_currency     char(3) check (deal_currency ~ '^[A-Z]{3}$'),
    add tag_ids           uuid[] not null default '{}',
    add attributes        jsonb not null default '{}',
    add merged_into       uuid references contacts on delete set null,
    add constraint contacts_deal_has_both check ((deal_amount is null) = (deal_currency is null)),
    add constraint contacts_not_into_itself check (merged_into <> id);
comment on column contacts.picture_key is 'Our copy of the profile picture in the media store; profile_picture_url is Meta''s link, which expires within days';
comment on column contacts.profile_due_at is 'When Meta is to be asked who this is; null when that is known, or was given up for a day';
comment on column contacts.profile_attempts is 'Failed since the last success';
comment on column contacts.merged_into is 'The same person, seen as another contact: stage, deal, tags and attributes of that one hold for this one too. Clearing it takes the merge back';
update contacts set profile_due_at = null where profile_fetched_at is not null;
-- Names are searched by the words' beginnings inside accounts (014).
drop index ix_contacts_unfetched, ix_contacts_names;
-- Who is to be asked for: the enrichment tick.
create index ix_contacts_profile_due on contacts (client_account_id, profile_due_at) where profile_due_at is not null;
-- The contacts of a person, and the foreign key.
create index ix_contacts_merged on contacts (merged_into) where merged_into is not null;
-- The contacts of a stage, and the foreign key.
create index ix_contacts_stage on contacts (stage_id, client_account_id, created_at desc, id desc) where stage_id is not null;
-- The contacts that have a tag.
create index ix_contacts_tags on contacts using gin (client_account_id, tag_ids) where tag_ids <> '{}';
-- The list of contacts, newest first, by keyset.
create index ix_contacts_list on contacts (client_account_id, created_at desc, id desc);

alter table conversations
    add assignee_id       uuid references users on delete set null,
    add priority          varchar(10) not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
    add label_ids         uuid[] not null default '{}',
    add stage_id          uuid,
    add snoozed_until     timestamptz,
    add snoozed_at        timestamptz,
    add snoozed_sequence  bigint,
    drop constraint conversations_status_check,
    add constraint conversations_status_check check (status in ('open', 'closed', 'archived', 'spam', 'snoozed')),
    add constraint conversations_snoozed_until check (status <> 'snoozed' or snoozed_until is not null and snoozed_at is not null and snoozed_sequence is not null);
comment on column conversations.stage_id is 'A copy of the stage of the contact, or of the one it is merged into: the list of a stage is sorted by message. No foreign key; a stage that is gone means none';
comment on column conversations.snoozed_sequence is 'The account''s last event when it was put to sleep: what the contact writes after it wakes the conversation';

-- The conversation list, newest first, by keyset: each status, and for all of them one after the other.
drop index ix_conversations_list;
create index ix_conversations_list on conversations (client_account_id, status, last_message_at desc, id desc);
-- The same, of what is unread, of somebody, of a stage, of a priority, with a label.
create index ix_conversations_unread on conversations (client_account_id, status, last_message_at desc, id desc) where unread_count > 0;
create index ix_conversations_assignee on conversations (assignee_id, client_account_id, status, last_message_at desc, id desc) where assignee_id is not null;
create index ix_conversations_stage on conversations (stage_id, client_account_id, status, last_message_at desc, id desc) where stage_id is not null;
create index ix_conversations_priority on conversations (client_account_id, priority, status, last_message_at desc, id desc) where priority <> 'normal';
create index ix_conversations_labels on conversations using gin (client_account_id, label_ids) where label_ids <> '{}';
-- The sweeper: who is to wake.
create index ix_conversations_snoozed on conversations (snoozed_until) where status = 'snoozed';

create table notes (
    id                 uuid primary key,
    client_account_id  uuid not null references client_accounts on delete cascade,
    contact_id         uuid not null references contacts on delete cascade,
    conversation_id    uuid,
    author_id          uuid references users on delete set null,
    body               varchar(4000) not null check (body <> ''),
    mentions           uuid[] not null default '{}',
    created_at         timestamptz not null
);
comment on table notes is 'What colleagues write for each other; the contact never sees it. With a conversation it stands in the thread, without one beside the contact';
comment on column notes.mentions is 'The colleagues it calls on: ids of users';
-- In the thread, newest first, by keyset.
create index ix_notes_conversation on notes (conversation_id, created_at desc, id desc) where conversation_id is not null;
-- Beside the contact, newest first, by keyset; and the foreign key.
create index ix_notes_contact on notes (contact_id, created_at desc, id desc);
create index ix_notes_author on notes (author_id);
create index ix_notes_account on notes (client_account_id);

-- Unread totals in one row per account, so that nobody adds up conversations. They follow conversations.unread_count, which alone is changed, whoever changes it.
create table unread_totals (
    client_account_id  uuid primary key references client_accounts on delete cascade,
    messages           bigint not null,
    conversations      integer not null
) with (fillfactor = 50);
comment on table unread_totals is 'Sums over the account''s conversations; spam does not count. Kept by the triggers of conversations';

create function count_unread() returns trigger language plpgsql as $$ begin
    if tg_op = 'INSERT' then
        insert into unread_totals as t (client_account_id, messages, conversations)
        select client_account_id, sum(unread_count), count(*) from after_rows where unread_count > 0 and status <> 'spam' group by client_account_id order by client_account_id
        on conflict (client_account_id) do update set messages = t.messages + excluded.messages, conversations = t.conversations + excluded.conversations;
    elsif tg_op = 'DELETE' then
        update unread_totals t set messages = t.messages - d.messages, conversations = t.conversations - d.conversations
          from (select client_account_id, sum(unread_count) as messages, count(*) as conversations from before_rows where unread_count > 0 and status <> 'spam' group by 1) d
         where t.client_account_id = d.client_account_id;
    else
        insert into unread_totals as t (client_account_id, messages, conversations)
        select client_account_id, sum(messages), sum(conversations) from (
            select client_account_id, unread_count as messages, 1 as conversations from after_rows where unread_count > 0 and status <> 'spam'
             union all
            select client_account_id, -unread_count, -1 from before_rows where unread_count > 0 and status <> 'spam') d
         group by client_account_id having sum(messages) <> 0 or sum(conversations) <> 0 order by client_account_id
        on conflict (client_account_id) do update set messages = t.messages + excluded.messages, conversations = t.conversations + excluded.conversations;
    end if;
    return null;
end $$;
create trigger tr_conversations_unread_insert after insert on conversations referencing new table as after_rows for each statement execute function count_unread();
create trigger tr_conversations_unread_update after update on conversations referencing old table as before_rows new table as after_rows for each statement execute function count_unread();
create trigger tr_conversations_unread_delete after delete on conversations referencing old table as before_rows for each statement execute function count_unread();
insert into unread_totals (client_account_id, messages, conversations)
select client_account_id, sum(unread_count), count(*) from conversations where unread_count > 0 and status <> 'spam' group by client_account_id;
