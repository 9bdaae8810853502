-- A success that a schedule that follows other DAGs has heard of. entry: place in its list; tick_at: the tick that it led to.
create table arrival (
    dag_id     varchar(250) not null,
    entry      int not null,
    run_id     bigint not null,
    logical_at timestamp(6) with time zone not null,
    came_at    timestamp(6) with time zone not null,
    tick_at    timestamp(6) with time zone,
    primary key (dag_id, entry, run_id)
);
