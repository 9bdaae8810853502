-- Who did what, for ever. hash: of the row before and of this one, so that nobody changes or removes a row unnoticed. via: 0 web, 1 cli, 2 api, 3 engine
create table audit (
    seq         bigint not null primary key,
    at          timestamp(6) with time zone not null,
    who         varchar(250) not null,
    as_role     varchar(50),
    via         smallint not null,
    verb        varchar(100) not null,
    subject     varchar(2000) not null,
    before_text varchar(10000),
    after_text  varchar(10000),
    why         varchar(4000),
    request_id  varchar(250),
    hash        varchar(64) not null
);
