drop index ix_media_assets_name;
