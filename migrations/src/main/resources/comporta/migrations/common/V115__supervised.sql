-- Jobs that report each iteration to the supervisor, from outside any DAG. body: where a job stands, as JSON; is_open: 0 once it has ended
create table supervised (
    uuid    varchar(250) not null primary key,
    is_open smallint not null,
    token   varchar(250),
    body    varchar(1000000) not null
);
