-- A launch, committed before the outside world hears of it. state: 0 intended, 1 accepted, 2 running, 3 ended, 4 lost
create table launch (
    run_id        bigint not null,
    task_no       int not null,
    map_index     int not null,
    try_no        int not null,
    launch_no     int not null,
    operator_name varchar(100) not null,
    spec          varchar(1000000) not null,
    token         varchar(200) not null,
    state         smallint not null,
    external_id   varchar(2000),
    external_url  varchar(4000),
    news_sequence bigint not null,
    moved_at      timestamp(6) with time zone not null,
    exit_cause    smallint,
    exit_code     int,
    exit_reason   varchar(4000),
    exit_outputs  varchar(1000000),
    primary key (run_id, task_no, map_index, try_no, launch_no)
);
