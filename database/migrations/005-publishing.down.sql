drop table scheduled_posts;
drop table media_assets;
