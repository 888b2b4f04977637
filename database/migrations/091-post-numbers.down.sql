alter table scheduled_posts drop column numbers, drop column numbers_due_at;
