-- The run that was triggered with a key: the same key is the same run, for ever.
create table trigger_key (
    dag_id      varchar(250) not null,
    trigger_key varchar(250) not null,
    run_id      bigint not null,
    primary key (dag_id, trigger_key)
);
