create index backfill_of_dag on backfill (dag_id, state);
