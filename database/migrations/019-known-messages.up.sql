-- Which of these messages are stored. In PL/pgSQL with settings on the function, so that the plan is kept and is one probe of ux_messages_mid per key in one partition, whatever the planner
-- believes about the tables' sizes: a plan made while they were empty took any index that begins with the account, or none, and read more with every message, ten times the cost of everything
-- else on this path. The order names the one index that has it, for sorting is off.
create function known_messages(accounts uuid[], keys uuid[]) returns table (account_id uuid, mid_key uuid)
    language plpgsql stable parallel safe set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
begin
    return query select asked.account_id, asked.mid_key from unnest(accounts, keys) as asked (account_id, mid_key)
        where asked.mid_key = (select m.mid_key from messages m where m.client_account_id = asked.account_id and m.mid_key >= asked.mid_key order by m.mid_key limit 1);
end $$;
