-- What changing requests were answered, by who asked and idempotency key: the same again is answered the same, and not done again.
create table if not exists answered (
    asked_by    varchar(100) not null,
    request_key varchar(250) not null,
    request     varchar(64) not null,
    answered_at timestamp(6) with time zone not null,
    status      int not null,
    body        varchar(1000000) not null,
    primary key (asked_by, request_key)
);
