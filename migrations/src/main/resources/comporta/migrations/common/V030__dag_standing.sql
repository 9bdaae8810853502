-- How far the schedule of a DAG is served. since: ticks count from here; schedule: what was served, to see when it is another;
-- served_until: every tick up to here is in table tick; heard_until: history up to here was looked at for schedules that follow other DAGs.
create table dag_standing (
    dag_id        varchar(250) primary key,
    first_seen_at timestamp(6) with time zone not null,
    since         timestamp(6) with time zone not null,
    schedule      varchar(100) not null,
    served_until  timestamp(6) with time zone not null,
    heard_until   bigint not null,
    paused        boolean not null,
    pause_reason  varchar(4000) not null,
    paused_at     timestamp(6) with time zone,
    resumed_at    timestamp(6) with time zone
);
