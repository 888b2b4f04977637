drop table hook_deliveries;
drop table hook_cursors;
drop table hook_accounts;
drop table hook_secrets;
drop table hooks;
