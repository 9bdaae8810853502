-- H2 has had it from the beginning, in place of an index of live runs alone.
create index if not exists run_by_state on run (state, id);
