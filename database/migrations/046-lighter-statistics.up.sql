-- What autovacuum counts for the planner, without what no plan asks for: words, texts and payloads are found by functions and keys whose frequencies are never looked at. And messages, whose
-- 32 partitions all grow at once, by half of their size and not by a tenth: while a shop fills up, counting them anew took PostgreSQL a fifth of the time that storing them took.
alter table messages alter search_vector set statistics 0, alter content set statistics 0, alter platform_message_id set statistics 0;
alter table account_events alter payload set statistics 0;
do $$ declare part regclass; begin
    for part in select inhrelid from pg_inherits where inhparent = 'messages'::regclass loop
        execute format('alter table %s set (autovacuum_analyze_scale_factor = 0.5, autovacuum_analyze_threshold = 1000)', part);
    end loop;
end $$;
