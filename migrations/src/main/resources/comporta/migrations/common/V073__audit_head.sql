-- The last row of the audit. Whoever adds one holds this row until the commit: schedulers that stand by add to it, too.
create table audit_head (
    id   smallint not null primary key check (id = 1),
    seq  bigint not null,
    hash varchar(64) not null
);
