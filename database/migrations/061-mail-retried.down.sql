alter table mail_outbox drop column retried_at;
