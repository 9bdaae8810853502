insert into installation (id, stream_key) values (1, cast(random() * 1000000000 as bigint));
