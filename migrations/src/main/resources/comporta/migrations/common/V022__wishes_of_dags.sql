-- What is wished of a DAG, not of a run: run_id is 0 then. details: what else the verb wants to know, a JSON object.
alter table inbox add column if not exists dag_id varchar(250);
