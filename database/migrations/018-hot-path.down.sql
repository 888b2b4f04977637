drop trigger tr_client_accounts_history on client_accounts;
drop function delete_account_history();
alter table messages add constraint messages_client_account_id_fkey foreign key (client_account_id) references client_accounts on delete cascade;
