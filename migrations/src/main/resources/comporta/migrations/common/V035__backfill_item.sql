-- One interval of a backfill. state: 0 waits, 1 run, 2 left out with its reason
create table backfill_item (
    backfill_id    bigint not null,
    item_no        int not null,
    tick_at        timestamp(6) with time zone not null,
    interval_start timestamp(6) with time zone not null,
    interval_end   timestamp(6) with time zone not null,
    state          smallint not null,
    run_id         bigint,
    reason         varchar(4000) not null,
    primary key (backfill_id, item_no)
);
