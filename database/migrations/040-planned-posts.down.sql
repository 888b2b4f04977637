alter table scheduled_posts drop column series_date, drop column series_id;
drop table post_series;
drop table slot_bookings;
drop table posting_slots;
