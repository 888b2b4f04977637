drop table logins;
drop index ix_sessions_revoked;
alter table sessions drop column ended_because, drop column last_used_at, drop column user_agent, drop column ip;
