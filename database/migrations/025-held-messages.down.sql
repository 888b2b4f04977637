alter table scheduled_messages
    drop constraint scheduled_messages_held_with_reason, drop column held_because, drop column held_at, drop column planned_sequence;
