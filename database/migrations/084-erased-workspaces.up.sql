-- A workspace is erased like everything else: by a job of the silos, with its accounts before it.
alter table erasures drop constraint erasures_subject_check;
alter table erasures add constraint erasures_subject_check check (subject in ('login', 'account', 'contact', 'user', 'workspace', 'nobody'));
