alter table mail_outbox add column retried_at timestamptz;
comment on column mail_outbox.retried_at is 'Sent once more by hand: from then on it has another day, whenever it was made';
