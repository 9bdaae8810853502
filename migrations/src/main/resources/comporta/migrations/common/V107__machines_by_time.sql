create index machine_by_started on machine (started_at);
