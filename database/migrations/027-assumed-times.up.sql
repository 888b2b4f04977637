-- Meta's time was missing or could not be right, and the time of arrival stands for it.
alter table messages add column sent_at_assumed boolean not null default false;
comment on column messages.sent_at_assumed is 'Meta gave no time that can be right: sent_at is when it arrived';
-- How many lately, for operators.
create index ix_messages_assumed on messages (sent_at) where sent_at_assumed;
