-- Which row of numbers the history counts in: who resumes a stream of another installation is told to begin anew.
create table installation (
    id         smallint not null primary key check (id = 1),
    stream_key bigint not null
);
