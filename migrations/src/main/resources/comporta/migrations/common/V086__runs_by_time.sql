create index if not exists run_by_queued on run (queued_at, id);
