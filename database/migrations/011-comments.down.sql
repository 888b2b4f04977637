drop table comments;
drop table comment_posts;
