drop view named_files;
drop index ix_media_assets_leaving;
alter table media_assets drop column freed_bytes, drop column original_removed_at;
