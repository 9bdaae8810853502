-- What persons have ordered for a task of a run: not to start (breakpoint), not to wait for other runs (bypass), parameters of its own.
create table task_order (
    run_id     bigint not null,
    task_id    varchar(250) not null,
    map_index  int not null,
    breakpoint boolean not null,
    bypass     boolean not null,
    params     varchar(1000000) not null,
    ordered_at timestamp(6) with time zone not null,
    primary key (run_id, task_id, map_index)
);
