-- How long tasks of runs took that are cleaned away, for forecasts: successes only.
create table task_duration (
    run_id     bigint not null,
    task_id    varchar(250) not null,
    map_index  int not null,
    dag_id     varchar(250) not null,
    logical_at timestamp(6) with time zone not null,
    started_at timestamp(6) with time zone not null,
    ended_at   timestamp(6) with time zone not null,
    primary key (run_id, task_id, map_index)
);
