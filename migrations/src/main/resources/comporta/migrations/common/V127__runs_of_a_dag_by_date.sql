create index runs_of_a_dag_by_date on run (dag_id, logical_at, id);
