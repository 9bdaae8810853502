-- Each attempt to deliver a notification; no error: it was delivered.
create table delivery (
    outbox_id    bigint not null,
    attempt      int not null,
    at           timestamp(6) with time zone not null,
    error        varchar(4000),
    primary key (outbox_id, attempt)
);
