-- A try of a task instance: what its templates became, and how it ended. Open while closed_at is null; a success has no cause.
create table task_try (
    run_id    bigint not null,
    task_no   int not null,
    map_index int not null,
    try_no    int not null,
    opened_at timestamp(6) with time zone not null,
    rendered  varchar(1000000) not null,
    closed_at timestamp(6) with time zone,
    cause     smallint,
    exit_code int,
    reason    varchar(4000),
    outputs   varchar(1000000),
    primary key (run_id, task_no, map_index, try_no)
);
