drop trigger tr_conversations_unread_delete on conversations;
drop trigger tr_conversations_unread_update on conversations;
drop trigger tr_conversations_unread_insert on conversations;
drop function count_unread();
drop table unread_totals;
drop table notes;
drop index ix_conversations_list, ix_conversations_unread;
create index ix_conversations_list on conversations (client_account_id, last_message_at desc, id desc);
update conversations set status = 'open' where status = 'snoozed';
alter table conversations
    drop constraint conversations_snoozed_until, drop constraint conversations_status_check,
    drop snoozed_sequence, drop snoozed_at, drop snoozed_until, drop stage_id, drop label_ids, drop priority, drop assignee_id,
    add constraint conversations_status_check check (status in ('open', 'closed', 'archived', 'spam'));
drop index ix_contacts_list;
alter table contacts
    drop constraint contacts_not_into_itself, drop constraint contacts_deal_has_both,
    drop merged_into, drop attributes, drop tag_ids, drop deal_currency, drop deal_amount, drop stage_id, drop profile_attempts, drop profile_due_at, drop picture_key,
    drop account_follows, drop follows_account, drop is_verified, drop follower_count;
create index ix_contacts_unfetched on contacts (client_account_id, created_at) where profile_fetched_at is null;
create index ix_contacts_names on contacts using gin ((coalesce(username, '') || ' ' || coalesce(name, '')) gin_trgm_ops);
drop table pipeline_stages;
drop table labels;
