-- What became of each instant at which a schedule was due. state: 0 run, 1 missed, 2 skipped
create table tick (
    dag_id     varchar(250) not null,
    tick_at    timestamp(6) with time zone not null,
    state      smallint not null,
    run_id     bigint,
    reason     varchar(4000) not null,
    settled_at timestamp(6) with time zone not null,
    primary key (dag_id, tick_at)
);
