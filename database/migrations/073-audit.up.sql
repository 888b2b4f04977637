-- Who did what, kept for seven years. No foreign keys: an entry outlives whoever and whatever it tells of.
create table audit_entries (
    id             uuid primary key,
    at             timestamptz not null,
    workspace_id   uuid,
    actor_kind     varchar(10) not null check (actor_kind in ('user', 'key', 'system', 'meta', 'anyone')),
    actor_id       uuid,
    actor_label    varchar(255),
    action         varchar(60) not null,
    subject_kind   varchar(30),
    subject_id     uuid,
    subject_label  varchar(255),
    before         jsonb,
    after          jsonb,
    result         varchar(10) not null default 'ok' check (result in ('ok', 'refused')),
    ip             varchar(45),
    request_id     varchar(64)
);
comment on table audit_entries is 'Append-only: docs/audit.md. Rows change only where somebody is erased, and go only when they are past keeping';
comment on column audit_entries.actor_label is 'The name at that time; null when the person was erased: then the id is a pseudonym that stands nowhere else';
comment on column audit_entries.before is 'What was there, without secrets and without anybody''s words';
-- A workspace's log, newest first; the operators' where there is no workspace.
create index ix_audit_entries_workspace on audit_entries (workspace_id, at desc, id desc);
-- What somebody did; erasure.
create index ix_audit_entries_actor on audit_entries (actor_id, at desc, id desc) where actor_id is not null;
-- What was done to something; erasure.
create index ix_audit_entries_subject on audit_entries (subject_id, at desc, id desc) where subject_id is not null;
-- What is past keeping.
create index ix_audit_entries_at on audit_entries (at);

create function audit_is_append_only() returns trigger language plpgsql as $$
declare
    purpose text := coalesce(current_setting('audit.purpose', true), '');
begin
    if tg_op = 'DELETE' then
        if purpose = 'retention' then return old; end if;
    elsif tg_op = 'UPDATE' then
        -- Names go, and ids become pseudonyms; nothing else about an entry ever changes, and no name comes or becomes another.
        if purpose = 'erasure'
           and (new.id, new.at, new.workspace_id, new.actor_kind, new.action, new.subject_kind, new.result, new.request_id)
               is not distinct from (old.id, old.at, old.workspace_id, old.actor_kind, old.action, old.subject_kind, old.result, old.request_id)
           and (new.actor_id is null) = (old.actor_id is null) and (new.subject_id is null) = (old.subject_id is null)
           and (new.actor_label is null or new.actor_label is not distinct from old.actor_label) and (new.subject_label is null or new.subject_label is not distinct from old.subject_label)
           and (new.before is null or new.before is not distinct from old.before) and (new.after is null or new.after is not distinct from old.after)
           and (new.ip is null or new.ip is not distinct from old.ip)
        then return new; end if;
    end if;
    raise exception 'audit_entries is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entries_append_only before update or delete on audit_entries for each row execute function audit_is_append_only();
create trigger audit_entries_no_truncate before truncate on audit_entries for each statement execute function audit_is_append_only();
