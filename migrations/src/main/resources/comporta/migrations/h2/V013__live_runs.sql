create index run_by_state on run (state, id);
