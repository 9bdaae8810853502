-- fields: those that may be shown, a JSON object. secrets: the others, each sealed.
create table connection (
    name        varchar(250) not null primary key,
    fields      varchar(1000000) not null,
    secrets     varchar(1000000) not null,
    version     int not null,
    changed_at  timestamp(6) with time zone not null,
    changed_by  varchar(250) not null
);
