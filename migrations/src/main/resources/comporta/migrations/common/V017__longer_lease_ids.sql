-- DAG, run, task and number together.
alter table lease alter column id set data type varchar(1000);
