-- What people have agreed to and taken back: one row for each answer, never changed. The newest of a purpose is what holds.
create table consents (
    id        uuid primary key,
    user_id   uuid not null references users on delete cascade,
    purpose   varchar(20) not null check (purpose in ('terms', 'privacy', 'marketing', 'analytics', 'ai')),
    given     boolean not null,
    version   varchar(40) not null,
    language  varchar(2) not null check (language in ('en', 'pt', 'es')),
    at        timestamptz not null,
    ip        varchar(45)
);
comment on table consents is 'Append-only: docs/privacy.md. Rows go with their person, and in no other way';
comment on column consents.version is 'Of the text that was shown; of an optional purpose, that of the privacy policy which describes it';
comment on column consents.language is 'In which it was shown';
-- What holds for a person; their record, newest first; erasure.
create index ix_consents_user on consents (user_id, purpose, at desc, id desc);

create function consents_are_append_only() returns trigger language plpgsql as $$
begin
    -- Where the person is deleted, the database has taken their row away before these.
    if tg_op = 'DELETE' and not exists (select from users where id = old.user_id) then return old; end if;
    raise exception 'consents is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger consents_append_only before update or delete on consents for each row execute function consents_are_append_only();
create trigger consents_no_truncate before truncate on consents for each statement execute function consents_are_append_only();
