-- What happened, in the order of commits; the one writer numbers the rows. kind: 0 run, 1 task, 2 launch, 3 lease; task_no -1 where no task is meant.
create table history (
    id        bigint not null primary key,
    run_id    bigint not null,
    at        timestamp(6) with time zone not null,
    kind      smallint not null,
    task_no   int not null,
    map_index int not null,
    body      varchar(10000) not null
);
