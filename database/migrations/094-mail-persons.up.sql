-- Whose a mail is and what it is about: so that it can be told what a person was sent, and asked once more what they may see when it leaves.
alter table mail_outbox add column user_id uuid references users on delete cascade, add column workspace_id uuid, add column account_ids uuid[];
comment on column mail_outbox.user_id is 'Whose mail it is; null where it is nobody''s yet, and of mail made before this was kept';
comment on column mail_outbox.workspace_id is 'What it tells is for members of this workspace: who is none when it leaves does not get it. No foreign key: mail outlives workspaces';
comment on column mail_outbox.account_ids is 'Accounts that it tells of: what the reader does not see any more when it leaves is left out; null for none';
-- What a person was sent, newest first, and the end of it with the person.
create index ix_mail_outbox_user on mail_outbox (user_id, created_at desc, id desc) where user_id is not null;

alter table notification_mailing add column weekly boolean not null default true, add column weekly_for date;
comment on column notification_mailing.weekly is 'Whether the weekly summary is wanted';
comment on column notification_mailing.weekly_for is 'The first day of the last week that was settled, with a mail or, because nothing had happened, without';
