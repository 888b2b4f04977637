alter table idempotency_keys drop column location, alter column response type jsonb using response::jsonb;
