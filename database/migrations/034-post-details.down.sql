alter table scheduled_posts drop column cover_media_id, drop column details;
