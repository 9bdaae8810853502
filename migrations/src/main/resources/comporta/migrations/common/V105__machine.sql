-- What is paid for: a row from the launch of a machine to its end, written with the launch and with the end of its lease.
-- machine_id: null until its provider's name is known; market: on-demand or spot.
create table machine (
    run_id        bigint not null,
    task_no       int not null,
    map_index     int not null,
    try_no        int not null,
    launch_no     int not null,
    lease_id      varchar(500) not null,
    pool          varchar(250) not null,
    slave_type    varchar(250) not null,
    machine_id    varchar(250),
    instance_type varchar(100) not null,
    market        varchar(50) not null,
    started_at    timestamp(6) with time zone not null,
    ended_at      timestamp(6) with time zone,
    primary key (run_id, task_no, map_index, try_no, launch_no)
);
