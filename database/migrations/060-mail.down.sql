drop table mail_caught;
drop table mail_suppressions;
drop table mail_events;
drop table mail_outbox;
