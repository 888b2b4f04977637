drop index ix_client_accounts_app_scoped;
drop table erasures;
