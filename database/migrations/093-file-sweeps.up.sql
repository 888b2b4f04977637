create table file_sweeps (
    kind         varchar(10) primary key check (kind in ('orphans', 'originals')),
    finished_at  timestamptz not null,
    again_at     timestamptz,
    lease_until  timestamptz,
    fence        integer not null default 0,
    files        bigint,
    bytes        bigint,
    missing      bigint
);
comment on table file_sweeps is 'When the store was last looked through, and what came of it (docs/media.md)';
comment on column file_sweeps.finished_at is 'Of the last time; at first, of the migration: nobody looks through a store right after its database was made';
comment on column file_sweeps.again_at is 'After a try that broke off; null after one that did not';
comment on column file_sweeps.fence is 'Raised by whoever takes it on: the one before can no longer finish it';
comment on column file_sweeps.missing is 'Files that rows name and the store does not have';
insert into file_sweeps (kind, finished_at) values ('orphans', now()), ('originals', now());

-- It is of no use after a crash: then the next look begins anew.
create unlogged table listed_files (
    id           bigint generated always as identity primary key,
    fence        integer not null,
    storage_key  text not null,
    file_size    bigint not null,
    written_at   timestamptz not null
);
comment on table listed_files is 'What the store holds, while it is looked through; empty at all other times';
