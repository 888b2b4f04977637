delete from erasures where subject = 'workspace';
alter table erasures drop constraint erasures_subject_check;
alter table erasures add constraint erasures_subject_check check (subject in ('login', 'account', 'contact', 'user', 'nobody'));
