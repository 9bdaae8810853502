create index machine_by_lease on machine (lease_id);
