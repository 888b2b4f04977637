-- Files that hang on messages are copied to our own store: Meta's links expire within hours or days.
create table attachment_copies (
    client_account_id  uuid not null references client_accounts on delete cascade,
    message_id         uuid not null,
    position           smallint not null check (position >= 0),
    source_url         text not null,
    state              varchar(10) not null default 'waiting' check (state in ('waiting', 'kept', 'given_up')),
    attempts           smallint not null default 0,
    next_attempt_at    timestamptz,
    storage_key        text,
    mime_type          varchar(100),
    file_size          bigint,
    reason             varchar(20) check (reason in ('gone', 'too_large', 'unsupported', 'unreachable')),
    created_at         timestamptz not null default now(),
    primary key (client_account_id, message_id, position),
    check ((state = 'waiting') = (next_attempt_at is not null)),
    check (state <> 'kept' or (storage_key is not null and mime_type is not null and file_size is not null)),
    check ((state = 'given_up') = (reason is not null))
);
comment on column attachment_copies.position is 'Place in messages.media_urls, from 0';
comment on column attachment_copies.storage_key is 'Set before the file is stored, so that a crash between leaves no file that nobody knows';
comment on column attachment_copies.reason is 'Why there is no copy and none will be made';
-- The account's timer, and the sweeper.
create index ix_attachment_copies_account on attachment_copies (client_account_id, next_attempt_at) where state = 'waiting';
create index ix_attachment_copies_due on attachment_copies (next_attempt_at) where state = 'waiting';

create table removed_files (
    storage_key  text primary key,
    remove_at    timestamptz not null,
    attempts     integer not null default 0
);
comment on table removed_files is 'Files of the store whose rows are gone. They leave the store after the copy that may be under way has ended';
create index ix_removed_files_due on removed_files (remove_at);

-- However a row goes, with its message, its contact or its account: its file goes too.
create function remove_copied_file() returns trigger language plpgsql as $$ begin
    insert into removed_files (storage_key, remove_at) values (old.storage_key, now() + interval '5 minutes') on conflict (storage_key) do nothing;
    return old;
end $$;
create trigger tr_attachment_copies_removed after delete on attachment_copies for each row when (old.storage_key is not null) execute function remove_copied_file();

create function remove_contact_picture() returns trigger language plpgsql as $$ begin
    insert into removed_files (storage_key, remove_at) values (old.picture_key, now() + interval '5 minutes') on conflict (storage_key) do nothing;
    return old;
end $$;
create trigger tr_contacts_picture_removed after delete on contacts for each row when (old.picture_key is not null) execute function remove_contact_picture();
