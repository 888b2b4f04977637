drop index ix_comments_own;
drop table comment_scans;
