drop trigger tr_contacts_exports_removed on contacts;
drop function remove_exports_of_contacts();
drop table exports;
drop function remove_export_file();
