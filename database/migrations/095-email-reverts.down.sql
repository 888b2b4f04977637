drop index ix_mailed_tokens_revert;
delete from mailed_tokens where purpose = 'revert-email';
alter table mailed_tokens drop constraint mailed_tokens_purpose_check;
alter table mailed_tokens add constraint mailed_tokens_purpose_check check (purpose in ('verify-email', 'reset-password', 'change-email'));
