-- What a task or a group was expanded over, once per run, so that every later look sees the same indices. labels: one for each index,
-- empty where the index is the name; basis: how often each task that the lists were read from had been tried.
create table expansion (
    run_id      bigint not null,
    expanded_id varchar(250) not null,
    lists       varchar(1000000) not null,
    labels      varchar(1000000) not null,
    basis       varchar(100000) not null,
    expanded_at timestamp(6) with time zone not null,
    primary key (run_id, expanded_id)
);
