-- The one scheduler that may write. Each claim raises the epoch; a write names the epoch that its writer claimed.
create table leader (
    id         smallint not null primary key check (id = 1),
    owner_name varchar(200) not null,
    epoch      bigint not null
);
