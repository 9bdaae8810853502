create index lease_open on lease (run_id) where state <> 3;
