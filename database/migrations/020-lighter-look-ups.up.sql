-- Which of these messages are stored, as before (019), without a look at the heap for those that are not: the range holds the key alone, so that a probe that finds nothing ends in the index.
-- Before, it went on to the next key and read that message's page to see whether it is visible, a random page of everything that is stored.
create or replace function known_messages(accounts uuid[], keys uuid[]) returns table (account_id uuid, mid_key uuid)
    language plpgsql stable parallel safe set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
begin
    return query select asked.account_id, asked.mid_key from unnest(accounts, keys) as asked (account_id, mid_key)
        where asked.mid_key = (
            select m.mid_key from messages m where m.client_account_id = asked.account_id and m.mid_key between asked.mid_key and asked.mid_key order by m.mid_key limit 1);
end $$;

-- The same words as before (014) for a quarter of the time: translate() looks at every character on its own, and a message rarely has any of these.
create or replace function search_words(content text) returns text language sql immutable parallel safe
    return replace(replace(replace(replace(replace(replace(left(content, 20000), '/', ' '), '.', ' '), '-', ' '), '@', ' '), '+', ' '), '<', ' ');
