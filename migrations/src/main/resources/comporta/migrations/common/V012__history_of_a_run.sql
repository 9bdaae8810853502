create index history_of_run on history (run_id, id);
