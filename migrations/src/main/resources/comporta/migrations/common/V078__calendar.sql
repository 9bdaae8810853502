-- body: the text of the file that it would be in _calendars.
create table calendar (
    name        varchar(250) not null primary key,
    body        varchar(1000000) not null,
    version     int not null,
    changed_at  timestamp(6) with time zone not null,
    changed_by  varchar(250) not null
);
