drop table reply_templates, scheduled_messages;
comment on column messages.media_urls is 'Attachments: array of {type, url, previewUrl}';
alter table messages drop column quick_replies, drop column called_at, drop column own_reaction;
