create table erased_contacts (
    client_account_id  uuid not null references client_accounts on delete cascade,
    contact_id         uuid not null,
    erased_at          timestamptz not null,
    primary key (client_account_id, contact_id)
);
comment on table erased_contacts is 'What they wrote before does not come back when conversations are read back from Meta, nor by a webhook that is late. docs/privacy.md';
comment on column erased_contacts.contact_id is 'The contact''s id here, which does not lead back to Meta''s; the row of the contact is gone';
