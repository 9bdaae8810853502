-- role: 0 viewer, 1 operator, 2 author, 3 admin; dag_id is empty where it holds for all DAGs
create table person_role (
    person_id bigint not null references person (id) on delete cascade,
    dag_id    varchar(250) not null,
    role      smallint not null,
    primary key (person_id, dag_id)
);
