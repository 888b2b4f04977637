-- Imports name files as people do.
create index ix_media_assets_name on media_assets (workspace_id, filename, created_at desc);
