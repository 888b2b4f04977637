alter table api_keys drop column previous_hash, drop column previous_until, drop column previous_by;
comment on column api_keys.created_by is 'Who has seen it: it is revoked when they lead the workspace no more. Null once that person is gone';
