drop table story_insights;
drop table contact_reads;
drop function changed_messages(uuid[], uuid[]);
drop table message_changes;
