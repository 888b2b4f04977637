drop table account_choices;
-- The code before would send the person to Instagram, whose answer it could not tell from Facebook's.
delete from oauth_states where way <> 'instagram';
alter table oauth_states drop column way;
-- It would also call the wrong host with tokens of Pages: these accounts have to be connected again.
delete from oauth_tokens where client_account_id in (select id from client_accounts where page_id is not null);
update client_accounts set status = 'token_expired' where page_id is not null and status = 'active';
alter table client_accounts drop column page_id;
