alter table media_assets add column original_removed_at timestamptz, add column freed_bytes bigint check (freed_bytes >= 0), add check (freed_bytes is null or original_removed_at is not null);
comment on column media_assets.original_removed_at is 'Since when it cannot be used any more: it was published long ago. Its thumbnail and preview stay';
comment on column media_assets.freed_bytes is 'Of stored_bytes, what has left the store; null while storage_key and source_key are still there';
-- Which originals are on their way out.
create index ix_media_assets_leaving on media_assets (id) where original_removed_at is not null and freed_bytes is null;

create view named_files as
    select storage_key, true as is_written from media_assets where freed_bytes is null
    union all select source_key, true from media_assets where source_key is not null and freed_bytes is null
    union all select thumbnail_key, true from media_assets where thumbnail_key is not null
    union all select preview_key, true from media_assets where preview_key is not null
    union all select picture_key, true from contacts where picture_key is not null
    union all select storage_key, state = 'kept' from attachment_copies where storage_key is not null
    union all select storage_key, state = 'ready' from exports where storage_key is not null;
comment on view named_files is 'Every file of the store that a row names. What is named neither here nor in removed_files is nobody''s';
comment on column named_files.is_written is 'Whether the file lies there for certain; else it may be on its way';
