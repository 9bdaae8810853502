-- A launch that was given up while it was out of sight (state 5 of launch: given up), until it is certain that it is not alive.
create table orphan (
    run_id    bigint not null,
    task_no   int not null,
    map_index int not null,
    try_no    int not null,
    launch_no int not null,
    primary key (run_id, task_no, map_index, try_no, launch_no)
);
