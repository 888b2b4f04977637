-- A key gets a new text in its place; the one before may count a little longer, until it has been exchanged everywhere.
alter table api_keys
    add column previous_hash bytea constraint ux_api_keys_previous_hash unique,
    add column previous_until timestamptz,
    add column previous_by uuid references users on delete set null,
    add constraint ck_api_keys_previous check ((previous_hash is null) = (previous_until is null));
comment on column api_keys.created_by is 'Who has seen its text, having made it or given it the present one: it is revoked when they lead the workspace no more. Null once that person is gone';
comment on column api_keys.previous_hash is 'SHA-256 of the text before, as long as that may count';
comment on column api_keys.previous_by is 'Who has seen the text before: it counts no more when they lead the workspace no more';
-- The texts that somebody has seen and that were replaced since, when they go.
create index ix_api_keys_previous_by on api_keys (previous_by) where previous_by is not null;
