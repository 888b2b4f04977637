-- A link to the former address that puts it back.
alter table mailed_tokens drop constraint mailed_tokens_purpose_check;
alter table mailed_tokens add constraint mailed_tokens_purpose_check check (purpose in ('verify-email', 'reset-password', 'change-email', 'revert-email'));
-- Whether an address that somebody wants to sign up with may be put back by who had it.
create index ix_mailed_tokens_revert on mailed_tokens (lower(email)) where purpose = 'revert-email' and used_at is null;
