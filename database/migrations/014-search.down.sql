drop index ix_contacts_search;
drop index ix_messages_recent;
alter table messages drop column search_vector;
alter table messages add column search_vector tsvector generated always as (to_tsvector('simple', content)) stored;
create index ix_messages_search on messages using gin (client_account_id, search_vector);
drop function search_names;
drop function search_words;
drop text search configuration inbox;
