alter table notification_mailing drop column weekly, drop column weekly_for;
alter table mail_outbox drop column user_id, drop column workspace_id, drop column account_ids;
