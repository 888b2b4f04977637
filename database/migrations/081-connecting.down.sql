-- Used states must not come back to life: the code before knows those that are there as unused.
delete from oauth_states where used_at is not null;
alter table oauth_states drop column session_id, drop column account_id, drop column used_at;
