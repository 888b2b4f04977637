drop table workspace_members;
drop table workspaces;
drop table users;
