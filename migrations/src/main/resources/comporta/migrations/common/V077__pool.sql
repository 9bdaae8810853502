-- How many slots a pool has; whether it gives none at present.
create table pool (
    name        varchar(250) not null primary key,
    slots       int not null,
    paused      boolean not null,
    description varchar(4000) not null,
    version     int not null,
    changed_at  timestamp(6) with time zone not null,
    changed_by  varchar(250) not null
);
