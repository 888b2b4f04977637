drop table account_events;
drop table messages;
drop table conversations;
drop table contacts;
