drop table notification_mails;
drop table notification_mailing;
alter table notification_preferences drop column mail_by;
comment on column notification_preferences.mail is null;
