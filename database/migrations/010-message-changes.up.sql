-- What becomes of a message after it was written. Meta promises no order: it may be told before the message itself, so it stands under the message's key, not in its row.
create table message_changes (
    client_account_id  uuid not null references client_accounts on delete cascade,
    mid_key            uuid not null,
    deleted            boolean not null default false,
    edit_number        integer not null default 0 check (edit_number >= 0),
    edited_text        text,
    edited_at          timestamptz,
    reaction           varchar(100),
    reaction_emoji     varchar(100),
    reacted_at         timestamptz,
    primary key (client_account_id, mid_key),
    -- What is taken back is not kept.
    check (not deleted or (edited_text is null and edited_at is null and reacted_at is null and edit_number = 0)),
    check (reaction is null or reacted_at is not null)
);
comment on column message_changes.mid_key is 'As in messages, where the message may not be yet';
comment on column message_changes.edit_number is 'Meta''s number of the last edit: a lower one that comes later changes nothing';
comment on column message_changes.reacted_at is 'Meta''s time of the contact''s last reaction, also when that took one back: an older one that comes later changes nothing';

insert into message_changes (client_account_id, mid_key, deleted)
select client_account_id, mid_key, true from messages where message_type = 'deleted' and mid_key is not null;

-- Of which of these messages something was said before they came. In PL/pgSQL with the setting on the function, so that it is one probe of the index per key, whatever the
-- planner believes about the table's size.
create function changed_messages(accounts uuid[], keys uuid[]) returns table (account_id uuid, mid_key uuid)
    language plpgsql stable parallel safe set enable_seqscan = off set enable_bitmapscan = off as $$
begin
    return query select asked.account_id, asked.mid_key from unnest(accounts, keys) as asked (account_id, mid_key)
        where exists (select from message_changes x where x.client_account_id = asked.account_id and x.mid_key = asked.mid_key offset 0);
end $$;

create table contact_reads (
    conversation_id    uuid primary key,
    client_account_id  uuid not null references client_accounts on delete cascade,
    read_at            timestamptz not null
);
comment on table contact_reads is 'Up to when the contact has read a conversation. It may be told before the messages it covers, and before the conversation';
create index ix_contact_reads_account on contact_reads (client_account_id);

create table story_insights (
    client_account_id  uuid not null references client_accounts on delete cascade,
    platform_media_id  varchar(255) not null,
    numbers            jsonb not null,
    reported_at        timestamptz not null,
    primary key (client_account_id, platform_media_id)
);
comment on table story_insights is 'A story''s last numbers, told once when it expires';
comment on column story_insights.numbers is 'By Meta''s name: impressions, reach, taps_forward, taps_back, exits, replies; one that Meta hides for being small is missing';
