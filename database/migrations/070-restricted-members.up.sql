alter table workspace_members add column restricted boolean not null default false;
comment on column workspace_members.restricted is 'Sees the accounts in member_accounts only, not all of the workspace';

create table member_accounts (
    workspace_id  uuid not null,
    user_id       uuid not null,
    account_id    uuid not null references client_accounts on delete cascade,
    primary key (workspace_id, user_id, account_id),
    foreign key (workspace_id, user_id) references workspace_members on delete cascade
);
-- Deleting an account.
create index ix_member_accounts_account on member_accounts (account_id);

create view account_access as
    select m.user_id, a.id as account_id, a.workspace_id, m.role
      from workspace_members m
      join client_accounts a on a.workspace_id = m.workspace_id
     where a.deleted_at is null
       and (not m.restricted or exists (select from member_accounts r where r.workspace_id = m.workspace_id and r.user_id = m.user_id and r.account_id = a.id));
comment on view account_access is 'Who may see which living account: what every read of an account''s things is scoped by';
