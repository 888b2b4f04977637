drop table webhook_replays;
drop table account_history;
