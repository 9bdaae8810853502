alter table lease add column if not exists map_index int default -1 not null;
