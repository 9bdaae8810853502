-- The id that the masters of a Mesos cluster know us by. Whoever takes over goes on under it, and keeps all tasks.
create table framework (
    backend      varchar(250) not null primary key,
    framework_id varchar(250) not null
);
