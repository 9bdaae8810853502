create index lease_by_state on lease (state);
