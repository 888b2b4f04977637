-- A message for later is held when somebody has answered since it was planned.
alter table scheduled_messages
    add column planned_sequence bigint,
    add column held_at timestamptz,
    add column held_because varchar(20) check (held_because in ('answered', 'spam')),
    add constraint scheduled_messages_held_with_reason check ((held_at is null) = (held_because is null));
comment on column scheduled_messages.planned_sequence is 'The account''s last event when the message was planned: an answer with a higher number was not known then. Null for one that a silo of the version before planned: nothing is known to hold it';
comment on column scheduled_messages.held_at is 'When it was due and not sent, because of held_because; it waits for a person to send or to drop it';

-- What was planned before: whatever was said until now is taken as known.
update scheduled_messages s set planned_sequence = (select coalesce(max(e.sequence), 0) from account_events e where e.account_id = s.client_account_id);
