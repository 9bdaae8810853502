-- Which task was given to which agent, written before Mesos hears of it. A task without a row was never launched.
create table assignment (
    backend   varchar(250) not null,
    task_id   varchar(250) not null,
    agent     varchar(250) not null,
    agent_url varchar(1000) not null,
    primary key (backend, task_id)
);
