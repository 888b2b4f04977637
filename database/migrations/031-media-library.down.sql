drop table media_uploads;
drop trigger tr_media_assets_removed on media_assets;
drop function remove_media_files();
comment on table removed_files is 'Files of the store whose rows are gone. They leave the store after the copy that may be under way has ended';
drop index ix_media_assets_same;
delete from media_assets where kind = 'audio' or variant_of is not null;
alter table media_assets
    drop column variant_of, drop column tags, drop column stored_bytes, drop column source_key, drop column preview_key, drop column facts,
    drop constraint media_assets_kind_check;
alter table media_assets add constraint media_assets_kind_check check (kind in ('image', 'video'));
comment on column media_assets.storage_key is null;
comment on column media_assets.sha256 is null;
