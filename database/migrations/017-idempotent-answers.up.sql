-- The first answer is given again as it was, byte for byte and with its place.
alter table idempotency_keys alter column response type text, add column location text;
