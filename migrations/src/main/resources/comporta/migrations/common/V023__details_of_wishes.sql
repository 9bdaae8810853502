alter table inbox add column if not exists details varchar(1000000) default '{}' not null;
