drop view account_access;
drop table member_accounts;
alter table workspace_members drop column restricted;
