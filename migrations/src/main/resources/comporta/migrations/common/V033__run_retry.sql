-- Runs that go on by themselves when they fail. left_over: how often still; once it is 0, or the run succeeded, the row is gone.
create table run_retry (
    run_id    bigint primary key,
    done      int not null,
    left_over int not null
);
