create table post_templates (
    id            uuid primary key,
    workspace_id  uuid not null references workspaces on delete cascade,
    user_id       uuid references users on delete set null,
    name          varchar(100) not null check (name <> ''),
    category      varchar(40),
    post_type     varchar(20) check (post_type in ('feed', 'carousel', 'reel', 'story')),
    caption       text not null check (caption <> ''),
    hashtags      text[] not null default '{}',
    mentions      text[] not null default '{}',
    usage_count   integer not null default 0 check (usage_count >= 0),
    last_used_at  timestamptz,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now()
);
comment on column post_templates.caption is 'Text with {{variables}}; {{name|friend}} has a default';
comment on column post_templates.hashtags is 'Without #; appended to the caption of a post that uses the template';
-- A workspace's templates, newest first.
create index ix_post_templates_list on post_templates (workspace_id, created_at desc, id desc);
create index ix_post_templates_user on post_templates (user_id);
create trigger post_templates_updated_at before update on post_templates for each row execute function update_updated_at_column();
