drop table auto_reply_logs;
drop table auto_reply_rules;
drop table auto_reply_settings;
