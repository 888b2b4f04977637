delete from webhook_parked where reason = 'dashboard-test';
alter table webhook_parked drop constraint webhook_parked_reason_check;
alter table webhook_parked add constraint webhook_parked_reason_check check (reason in ('unreadable', 'unknown-account', 'unknown-event', 'failed'));
alter table client_accounts drop column webhook_fields, drop column webhook_checked_at, drop column webhook_failure;
