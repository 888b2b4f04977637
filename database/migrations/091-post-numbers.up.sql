-- What people had made of a post after its first hour, and when that is to be read.
alter table scheduled_posts add column numbers jsonb, add column numbers_due_at timestamptz;
create index scheduled_posts_numbers_due on scheduled_posts (numbers_due_at) where numbers_due_at is not null;
