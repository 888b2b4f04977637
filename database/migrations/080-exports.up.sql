-- Copies of what is kept of somebody, for whoever is to have it. A row is a job of the silos, and then the file's only name; when it goes, the file goes.
create table exports (
    id            uuid primary key,
    subject       varchar(10) not null check (subject in ('user', 'contact')),
    subject_id    uuid not null,
    workspace_id  uuid references workspaces on delete cascade,
    contact_ids   uuid[] not null default '{}',
    requested_by  uuid not null references users on delete cascade,
    state         varchar(10) not null default 'waiting' check (state in ('waiting', 'running', 'ready', 'failed')),
    requested_at  timestamptz not null,
    next_at       timestamptz,
    attempts      integer not null default 0,
    fence         integer not null default 0,
    lease_until   timestamptz,
    storage_key   text,
    file_size     bigint,
    ready_at      timestamptz,
    expires_at    timestamptz,
    constraint exports_are_looked_at check ((next_at is not null) = (state in ('waiting', 'running'))),
    constraint exports_of_contacts_belong_somewhere check ((subject = 'contact') = (workspace_id is not null)),
    constraint exports_end check ((expires_at is not null) = (state in ('ready', 'failed')) and (state <> 'ready' or (storage_key is not null and ready_at is not null and file_size is not null)))
);
comment on table exports is 'docs/privacy.md';
comment on column exports.subject_id is 'The user, or the contact that those who are one person with it are merged into';
comment on column exports.contact_ids is 'The contacts that are one person: when one of them goes, what was copied of it goes too';
comment on column exports.storage_key is 'Of this attempt; set before the file is written, so that a crash between leaves no file that nobody knows';
comment on column exports.fence is 'Raised by whoever takes the job: the one before can no longer finish it';
-- Nothing is copied twice at the same time.
create unique index ux_exports_open on exports (subject_id) where state in ('waiting', 'running');
-- What has become of it.
create index ix_exports_subject on exports (subject_id, requested_at desc);
-- The workers: what is due, and what is over.
create index ix_exports_due on exports (next_at) where next_at is not null;
create index ix_exports_expired on exports (expires_at) where expires_at is not null;
create index ix_exports_contacts on exports using gin (contact_ids);
-- How many somebody waits for; and the foreign keys.
create index ix_exports_requested_by on exports (requested_by);
create index ix_exports_workspace on exports (workspace_id);

create function remove_export_file() returns trigger language plpgsql as $$ begin
    insert into removed_files (storage_key, remove_at) values (old.storage_key, now() + interval '5 minutes') on conflict (storage_key) do nothing;
    return old;
end $$;
create trigger tr_exports_removed after delete on exports for each row when (old.storage_key is not null) execute function remove_export_file();
-- Another attempt writes another file.
create trigger tr_exports_replaced after update on exports for each row when (old.storage_key is not null and old.storage_key is distinct from new.storage_key) execute function remove_export_file();

create function remove_exports_of_contacts() returns trigger language plpgsql as $$ begin
    delete from exports e using gone where e.contact_ids @> array[gone.id];
    return null;
end $$;
create trigger tr_contacts_exports_removed after delete on contacts referencing old table as gone for each statement execute function remove_exports_of_contacts();
