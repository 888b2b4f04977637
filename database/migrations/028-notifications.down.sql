drop table notification_cursors;
drop table notification_preferences;
drop table notifications;
