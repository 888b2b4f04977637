delete from users where kind = 'key';
drop table api_keys;
alter table workspace_members drop constraint workspace_members_role_check;
alter table workspace_members add constraint workspace_members_role_check check (role in ('owner', 'admin', 'publisher', 'agent', 'analyst', 'viewer'));
comment on column workspace_members.role is null;
alter table users drop column kind;
