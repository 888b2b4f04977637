drop table consents;
drop function consents_are_append_only();
