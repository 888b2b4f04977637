drop table post_templates;
