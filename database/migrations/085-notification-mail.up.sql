alter table notification_preferences add column mail_by varchar(6) check (mail_by in ('now', 'digest', 'never'));
update notification_preferences set mail_by = 'now' where mail;
comment on column notification_preferences.mail_by is 'How the kind is mailed; null is as the kind has it by default';
comment on column notification_preferences.mail is 'Of before mail_by; nothing reads it any more';

create table notification_mailing (
    user_id      uuid primary key references users on delete cascade,
    digest_at    time not null default '08:00',
    quiet        boolean not null default false,
    quiet_from   time not null default '22:00',
    quiet_until  time not null default '07:00',
    quiet_days   smallint[] not null default '{1,2,3,4,5,6,7}' check (quiet_days <@ '{1,2,3,4,5,6,7}'),
    look_at      timestamptz,
    mailed_at    timestamptz,
    check (quiet_from <> quiet_until)
) with (fillfactor = 70);
comment on table notification_mailing is 'When a person is mailed of their notifications. Without a row the defaults of the columns hold. Whoever mails holds the row: nobody is mailed by two at once';
comment on column notification_mailing.digest_at is 'By the clock in the person''s zone, like the quiet hours';
comment on column notification_mailing.quiet_days is 'On which the quiet hours begin: 1 is Monday, 7 is Sunday';
comment on column notification_mailing.look_at is 'When it is to be seen what is due; null when nothing waits';
comment on column notification_mailing.mailed_at is 'When the last mail of them was made';
-- Whom to look after next.
create index ix_notification_mailing_due on notification_mailing (look_at) where look_at is not null;

create table notification_mails (
    notification_id  uuid primary key references notifications on delete cascade,
    user_id          uuid not null references users on delete cascade,
    queued_at        timestamptz not null
);
comment on table notification_mails is 'Notifications that wait to be mailed: written with them, gone in the transaction that puts the mail into the outbox';
create index ix_notification_mails_user on notification_mails (user_id);
