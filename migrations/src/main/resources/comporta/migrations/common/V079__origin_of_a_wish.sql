-- The way a wish came, for the audit: role, via, request id, as a JSON object.
alter table inbox add column origin varchar(1000) default '{}' not null;
