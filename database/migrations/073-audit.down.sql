drop table audit_entries;
drop function audit_is_append_only();
