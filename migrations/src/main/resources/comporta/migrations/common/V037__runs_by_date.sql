create index run_by_date on run (dag_id, logical_at);
