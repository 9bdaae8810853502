-- body: plain data as JSON; sealed when it is a secret.
create table variable (
    name        varchar(250) not null primary key,
    body        varchar(1000000) not null,
    secret      boolean not null,
    description varchar(4000) not null,
    version     int not null,
    changed_at  timestamp(6) with time zone not null,
    changed_by  varchar(250) not null
);
