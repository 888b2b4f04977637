do $$ declare part regclass; begin
    for part in select inhrelid from pg_inherits where inhparent = 'messages'::regclass loop
        execute format('alter table %s reset (autovacuum_analyze_scale_factor, autovacuum_analyze_threshold)', part);
    end loop;
end $$;
alter table account_events alter payload set statistics -1;
alter table messages alter search_vector set statistics -1, alter content set statistics -1, alter platform_message_id set statistics -1;
