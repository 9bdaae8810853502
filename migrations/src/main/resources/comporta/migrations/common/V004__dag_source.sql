-- The text in parts. Never a large object: H2 writes those, and sweeps them away, on threads of its own, past the one writer.
create table dag_source (
    dag_version bigint not null references dag_version (id),
    part        int not null,
    body        varchar(1000000) not null,
    primary key (dag_version, part)
);
