alter table client_accounts add column webhook_fields jsonb not null default '[]', add column webhook_checked_at timestamptz, add column webhook_failure varchar(64);
comment on column client_accounts.webhook_fields is 'What Meta said, when it was last asked, that it tells of this account';
comment on column client_accounts.webhook_failure is 'Why the last attempt to subscribe or to ask failed; null when it went well';

alter table webhook_parked drop constraint webhook_parked_reason_check;
alter table webhook_parked add constraint webhook_parked_reason_check check (reason in ('unreadable', 'unknown-account', 'unknown-event', 'failed', 'dashboard-test'));
