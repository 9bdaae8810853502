-- A claim on a node pool. state: 0 opening, 1 open, 2 closing, 3 closed, 4 kept
create table lease (
    id              varchar(500) not null primary key,
    run_id          bigint not null,
    task_no         int not null,
    number          int not null,
    pool            varchar(250) not null,
    slave_type      varchar(250) not null,
    provider        varchar(100) not null,
    wanted          int not null,
    ttl_ms          bigint not null,
    keep_ms         bigint not null,
    state           smallint not null,
    registered      int not null,
    opened_at       timestamp(6) with time zone not null,
    expires_at      timestamp(6) with time zone not null,
    kept_until      timestamp(6) with time zone,
    closed_at       timestamp(6) with time zone
);
