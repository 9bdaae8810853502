create index problem_by_end on problem (over_at, id);
