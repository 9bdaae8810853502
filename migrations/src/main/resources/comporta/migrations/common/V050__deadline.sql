-- Deadlines and alerts of runs and of their task instances, each of which fires at most once. task_no -1: the run; number: the place among
-- the deadlines of the DAG file. kind: 0 deadline, 1 longer than, 2 shorter than, 3 queued for. state: 0 pending, 1 met, 2 missed, 3 off
create table deadline (
    run_id    bigint not null,
    task_no   int not null,
    map_index int not null,
    kind      smallint not null,
    number    int not null,
    due_at    timestamp(6) with time zone not null,
    state     smallint not null,
    fired_at  timestamp(6) with time zone,
    primary key (run_id, task_no, map_index, kind, number)
);
