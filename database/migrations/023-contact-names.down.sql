create index ix_contacts_search on contacts using gin (client_account_id, search_names(username, name) gin_trgm_ops);
drop index ix_contacts_name;
alter table contacts drop column search_name;
