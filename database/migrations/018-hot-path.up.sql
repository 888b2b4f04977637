-- The check of this key locked the account's row for every message. Only the account's grain inserts, and it exists only for a row; what is left of the key's work is the
-- deletion, which the trigger does in one statement.
alter table messages drop constraint messages_client_account_id_fkey;

create function delete_account_history() returns trigger language plpgsql as $$ begin
    delete from messages where client_account_id = old.id;
    delete from account_events where account_id = old.id;
    return old;
end $$;
create trigger tr_client_accounts_history after delete on client_accounts for each row execute function delete_account_history();
