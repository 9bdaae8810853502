-- What was forecast of a run at each sixteenth of its usual length: later forecasts are corrected by how these strayed.
create table forecast (
    run_id     bigint not null,
    checkpoint int not null,
    made_at    timestamp(6) with time zone not null,
    p50        timestamp(6) with time zone not null,
    p90        timestamp(6) with time zone not null,
    raw_p50    timestamp(6) with time zone not null,
    raw_p90    timestamp(6) with time zone not null,
    late       double precision,
    primary key (run_id, checkpoint)
);
