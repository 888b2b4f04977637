-- Search for what people type: accents do not matter, and a word is a run of letters and digits, whatever stands between two of them.
create extension if not exists unaccent;

-- Words as they are written, without accents. Forms of a word (plurals, endings) are for whoever searches to ask for: so every language is found in every message, old or new,
-- an exact word stays exact, and storing a message costs no stemming.
create text search configuration inbox (copy = simple);
alter text search configuration inbox alter mapping for word, hword, hword_part, numword, numhword with unaccent, simple;

-- PostgreSQL takes "azul/verde" for a file, "obrigada.Quanto" for a host and "-5" for a number; people mean words. Longer than anybody writes is cut: a tsvector holds 1 MB.
create function search_words(content text) returns text language sql immutable parallel safe
    return translate(left(content, 20000), '/.-@+<', '      ');

-- A space before every word of a name, so that like '% tor%' finds where a word begins: "maya_torres" has two.
create function search_names(username text, name text) returns text language sql immutable parallel safe
    return ' ' || regexp_replace(lower(unaccent('unaccent'::regdictionary, coalesce(username, '') || ' ' || coalesce(name, ''))), '[^[:alnum:]]+', ' ', 'g');

-- Its index goes with it.
alter table messages drop column search_vector;
alter table messages add column search_vector tsvector generated always as (to_tsvector('inbox', search_words(content))) stored;
-- Search, rare words: inside accounts; every search names its accounts.
create index ix_messages_search on messages using gin (client_account_id, search_vector);
-- Search, common words: an account's newest messages are looked through before the index of words is asked.
create index ix_messages_recent on messages (client_account_id, sent_at);

-- Search, names: inside accounts.
create index ix_contacts_search on contacts using gin (client_account_id, search_names(username, name) gin_trgm_ops);
