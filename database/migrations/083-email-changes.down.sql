drop table former_emails;

update sessions set ended_because = 'password' where ended_because = 'email';
alter table sessions drop constraint sessions_ended_because_check;
alter table sessions add constraint sessions_ended_because_check check (ended_because in ('logout', 'revoked', 'reuse', 'evicted', 'password', 'mfa'));
comment on column sessions.ended_because is 'reuse: a refresh token came that had been traded before; evicted: the person had too many; password, mfa: it was changed';

delete from mailed_tokens where purpose = 'change-email';
alter table mailed_tokens drop column session_id;
alter table mailed_tokens drop constraint mailed_tokens_purpose_check;
alter table mailed_tokens add constraint mailed_tokens_purpose_check check (purpose in ('verify-email', 'reset-password'));
