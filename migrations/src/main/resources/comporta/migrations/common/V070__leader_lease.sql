-- How long the leader keeps the lead without renewing it, by the clock of this database; null: it holds none, and whoever wants the lead takes
-- it. Apart from table leader, so that a renewal waits for no commit and no commit for a renewal. process: whose it is, for its own machine.
create table leader_lease (
    id       smallint not null primary key check (id = 1),
    epoch    bigint not null,
    process  varchar(300) not null,
    until_at timestamp(6) with time zone
);
