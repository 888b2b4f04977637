-- Which of these messages are stored. In PL/pgSQL with the setting on the function, so that the plan is kept and is one probe of the unique index per key in one partition, whatever the
-- planner believes about the tables' sizes: a plan made while a partition was small read it whole for every key ever after, ten times the cost of everything else on this path.
create function known_messages(accounts uuid[], keys uuid[]) returns table (account_id uuid, mid_key uuid)
    language plpgsql stable parallel safe set enable_seqscan = off set enable_bitmapscan = off as $$
begin
    return query select asked.account_id, asked.mid_key from unnest(accounts, keys) as asked (account_id, mid_key)
        where exists (select from messages m where m.client_account_id = asked.account_id and m.mid_key = asked.mid_key offset 0);
end $$;
