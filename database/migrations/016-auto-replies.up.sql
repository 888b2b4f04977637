create table auto_reply_settings (
    client_account_id  uuid primary key references client_accounts on delete cascade,
    enabled            boolean not null default false,
    time_zone          varchar(64) not null default 'UTC',
    decided_sequence   bigint not null default 0,
    updated_at         timestamptz not null default now()
);
comment on column auto_reply_settings.decided_sequence is 'Account events up to this one have been decided about; whoever decides moves it on in the transaction that logs what was decided';
comment on column auto_reply_settings.time_zone is 'IANA name: the hours of the rules are wall-clock times there';
create trigger auto_reply_settings_updated_at before update on auto_reply_settings for each row execute function update_updated_at_column();

create table auto_reply_rules (
    id                 uuid primary key,
    client_account_id  uuid not null references client_accounts on delete cascade,
    name               varchar(100) not null check (name <> ''),
    event_type         varchar(10) not null check (event_type in ('message', 'comment')),
    trigger            varchar(10) not null check (trigger in ('keyword', 'question', 'greeting', 'away')),
    match              varchar(12) not null default 'contains' check (match in ('exact', 'contains', 'starts_with', 'regex')),
    patterns           text[] not null default '{}',
    response           text not null check (response <> ''),
    privately          boolean not null default false,
    enabled            boolean not null default true,
    priority           integer not null default 10,
    hours              jsonb,
    usage_count        integer not null default 0,
    last_used_at       timestamptz,
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now(),
    constraint auto_reply_rules_keyword_has_patterns check (trigger <> 'keyword' or cardinality(patterns) > 0),
    constraint auto_reply_rules_away_has_hours check (trigger <> 'away' or hours is not null)
);
comment on column auto_reply_rules.response is 'Text with {{variables}}, as in reply templates';
comment on column auto_reply_rules.privately is 'A comment is answered by direct message';
comment on column auto_reply_rules.hours is '{outside, spans: [{days, from, to}]}: when the rule applies; null for always';
-- An account's rules in the order in which they are tried.
create index ix_auto_reply_rules_order on auto_reply_rules (client_account_id, priority desc, created_at, id);
create trigger auto_reply_rules_updated_at before update on auto_reply_rules for each row execute function update_updated_at_column();

create table auto_reply_logs (
    client_account_id  uuid not null references client_accounts on delete cascade,
    subject_id         uuid not null,
    sequence           bigint not null,
    rule_id            uuid references auto_reply_rules on delete set null,
    rule_name          varchar(100) not null,
    outcome            varchar(64) not null,
    response           text not null,
    decided_at         timestamptz not null,
    -- A message or comment is decided about once.
    primary key (client_account_id, subject_id)
);
comment on column auto_reply_logs.outcome is 'replied, or the code of the reason why the reply was refused';
-- What was answered lately, newest first.
create index ix_auto_reply_logs_list on auto_reply_logs (client_account_id, sequence desc);
create index ix_auto_reply_logs_rule on auto_reply_logs (rule_id);
