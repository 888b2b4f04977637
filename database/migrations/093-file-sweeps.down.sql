drop table listed_files;
drop table file_sweeps;
