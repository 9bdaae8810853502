create index lease_of_run on lease (run_id);
