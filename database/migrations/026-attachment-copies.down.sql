drop trigger tr_contacts_picture_removed on contacts;
drop function remove_contact_picture();
drop table attachment_copies;
drop function remove_copied_file();
drop table removed_files;
