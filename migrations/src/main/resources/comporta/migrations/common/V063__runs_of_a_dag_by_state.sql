create index runs_of_a_dag_by_state on run (dag_id, state, id);
