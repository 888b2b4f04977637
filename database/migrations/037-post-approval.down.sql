-- Code from before knows no approval: what waits for one is a draft to it.
update scheduled_posts set status = 'draft', next_attempt_at = null where status = 'awaiting_approval';
alter table scheduled_posts
    drop constraint scheduled_posts_decided, drop column submitted_by, drop column submitted_at, drop column decided_by, drop column decided_at, drop column approved_hash,
    drop column rejection_reason;
alter table workspaces drop column posts_need_approval;
