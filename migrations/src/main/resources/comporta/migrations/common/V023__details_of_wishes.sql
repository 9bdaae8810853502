alter table inbox add column details varchar(1000000) default '{}' not null;
