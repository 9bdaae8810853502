-- What was decided of the CPUs of elastic jobs, in the transaction of the launch that it is for. body: the decision, as JSON; applied_at: when
-- that launch was seen to run
create table cpu_share (
    run_id     bigint not null,
    task_id    varchar(250) not null,
    map_index  int not null,
    try_no     int not null,
    launch_no  int not null,
    decided_at timestamp(6) with time zone not null,
    body       varchar(1000000) not null,
    applied_at timestamp(6) with time zone,
    primary key (run_id, task_id, map_index, try_no, launch_no)
);
