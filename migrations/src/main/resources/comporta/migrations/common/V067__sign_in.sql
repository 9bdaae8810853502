-- Sessions of browsers; the hash is SHA-256 of what the cookie holds.
create table sign_in (
    hash       varchar(64) not null primary key,
    person_id  bigint not null references person (id) on delete cascade,
    made_at    timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null
);
