-- The media library: audio, what is known about a recording, tags, variants, uploads past the API.
alter table media_assets drop constraint media_assets_kind_check;
alter table media_assets
    add constraint media_assets_kind_check check (kind in ('image', 'video', 'audio')),
    add column facts        jsonb,
    add column preview_key  text,
    add column source_key   text,
    add column stored_bytes bigint not null default 0 check (stored_bytes >= 0),
    add column tags         text[] not null default '{}',
    add column variant_of   uuid references media_assets on delete cascade;
update media_assets set stored_bytes = file_size;
comment on column media_assets.storage_key is 'What Meta gets: of a picture the JPEG that Instagram takes';
comment on column media_assets.source_key is 'A larger picture, from which variants are cut; null when storage_key is all there is';
comment on column media_assets.facts is 'Codecs, frame rate and the like of a video or a recording; null when nobody could look into it';
comment on column media_assets.sha256 is 'Of the bytes that were uploaded';
comment on column media_assets.variant_of is 'The picture that this one was cut from; such a one is not listed in the library';
comment on column media_assets.stored_bytes is 'All files of this row in the store; 0 when not counted';
-- Is this file here already?
create index ix_media_assets_same on media_assets (workspace_id, sha256);
-- The library by tag.
create index ix_media_assets_tags on media_assets using gin (tags);
-- Do variants stand in the way of deleting a picture?
create index ix_media_assets_variants on media_assets (variant_of) where variant_of is not null;

-- Rows of media go in many ways (by hand, with their workspace, with the picture that they were cut from); their files follow all of them.
create function remove_media_files() returns trigger language plpgsql as $$ begin
    insert into removed_files (storage_key, remove_at)
        select distinct key, now() from unnest(array[old.storage_key, old.thumbnail_key, old.preview_key, old.source_key]) as key where key is not null
        on conflict (storage_key) do nothing;
    return old;
end $$;
create trigger tr_media_assets_removed after delete on media_assets for each row execute function remove_media_files();
comment on table removed_files is 'Files that the store may hold and no row names: their rows are gone, or have not come yet. Each is announced here before it is written';

create table media_uploads (
    id            uuid primary key,
    workspace_id  uuid not null references workspaces on delete cascade,
    user_id       uuid not null references users on delete cascade,
    filename      varchar(255) not null,
    mime_type     varchar(100) not null,
    file_size     bigint not null check (file_size > 0),
    expires_at    timestamptz not null
);
comment on table media_uploads is 'Uploads past the API: a signed URL was given out, and the file is not in the library yet. The id becomes the file''s; its bytes wait under incoming/{id}';
create index ix_media_uploads_workspace on media_uploads (workspace_id);
create index ix_media_uploads_user on media_uploads (user_id);
-- What was never completed.
create index ix_media_uploads_expired on media_uploads (expires_at);
