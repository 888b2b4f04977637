create or replace function search_words(content text) returns text language sql immutable parallel safe
    return translate(left(content, 20000), '/.-@+<', '      ');

create or replace function known_messages(accounts uuid[], keys uuid[]) returns table (account_id uuid, mid_key uuid)
    language plpgsql stable parallel safe set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
begin
    return query select asked.account_id, asked.mid_key from unnest(accounts, keys) as asked (account_id, mid_key)
        where asked.mid_key = (select m.mid_key from messages m where m.client_account_id = asked.account_id and m.mid_key >= asked.mid_key order by m.mid_key limit 1);
end $$;
