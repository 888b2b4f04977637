create table mail_outbox (
    id                   uuid primary key,
    idempotency_key      varchar(200) not null constraint ux_mail_outbox_key unique,
    template             varchar(40) not null,
    recipient            varchar(320) not null,
    language             varchar(2) not null check (language in ('en', 'pt', 'es')),
    facts                jsonb,
    priority             smallint not null check (priority in (1, 5, 10, 20)),
    status               varchar(12) not null default 'waiting'
                         check (status in ('waiting', 'sent', 'delivered', 'opened', 'clicked', 'bounced', 'complained', 'suppressed', 'failed')),
    created_at           timestamptz not null,
    next_try_at          timestamptz not null,
    tries                integer not null default 0,
    doubts               smallint not null default 0,
    fence                integer not null default 0,
    claimed_until        timestamptz,
    sending_since        timestamptz,
    tried_at             timestamptz,
    transport            varchar(12),
    provider_message_id  varchar(255),
    sent_at              timestamptz,
    ended_at             timestamptz,
    reason               varchar(40),
    detail               varchar(500),
    check (status <> 'waiting' or facts is not null)
) with (fillfactor = 70);
comment on table mail_outbox is 'Mail that is to be sent: written in the transaction of its cause, sent by the dispatchers of the silos';
comment on column mail_outbox.idempotency_key is 'The occasion: nobody is written to twice under one key';
comment on column mail_outbox.facts is 'What stands in the mail, links that open accounts included: null as soon as it is sent, and a day after it failed';
comment on column mail_outbox.priority is '1 critical, 5 high, 10 normal, 20 low';
comment on column mail_outbox.doubts is 'Tries of which nobody saw the end: the mail may have arrived once for each of them';
comment on column mail_outbox.fence is 'The number of the claim: whoever lost it changes nothing';
comment on column mail_outbox.sending_since is 'Handed over and not answered yet: when the lease runs out with it, that try is a doubt';
comment on column mail_outbox.ended_at is 'No try comes any more';
-- What a dispatcher takes next.
create index ix_mail_outbox_due on mail_outbox (priority, next_try_at, id) where status = 'waiting';
-- How much of a kind a person was sent lately; erasure.
create index ix_mail_outbox_recipient on mail_outbox (lower(recipient), template, tried_at);
-- Operators' list, newest first; retention.
create index ix_mail_outbox_created on mail_outbox (created_at, id);
-- Facts past keeping.
create index ix_mail_outbox_failed on mail_outbox (ended_at) where facts is not null and status <> 'waiting';
-- Figures of the last day.
create index ix_mail_outbox_sent on mail_outbox (sent_at) where sent_at is not null;

create table mail_events (
    id           varchar(120) primary key,
    mail_id      uuid not null references mail_outbox on delete cascade,
    kind         varchar(20) not null,
    occurred_at  timestamptz not null,
    detail       varchar(500)
);
comment on table mail_events is 'What the provider told of a mail afterwards, each once';
comment on column mail_events.id is 'The provider''s id of the event';
create index ix_mail_events_mail on mail_events (mail_id, occurred_at);

create table mail_suppressions (
    address     varchar(320) primary key check (address = lower(address)),
    reason      varchar(12) not null check (reason in ('bounce', 'complaint', 'unsubscribed')),
    detail      varchar(500),
    created_at  timestamptz not null
);
comment on table mail_suppressions is 'Addresses that want no mail, or have none; see docs/mail.md for what goes there all the same';
create index ix_mail_suppressions_created on mail_suppressions (created_at, address);

create table mail_caught (
    mail_id    uuid primary key references mail_outbox on delete cascade,
    recipient  varchar(320) not null,
    subject    varchar(998) not null,
    headers    jsonb not null,
    html       text not null,
    plain      text not null,
    caught_at  timestamptz not null
);
comment on table mail_caught is 'Where MAIL_TRANSPORT is catcher: mail that would have been sent, for developers to read. Kept for a day';
create index ix_mail_caught_recipient on mail_caught (lower(recipient), caught_at desc);
create index ix_mail_caught_at on mail_caught (caught_at);
