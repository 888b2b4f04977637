drop table erased_contacts;
