create index runs_of_a_dag on run (dag_id, id);
