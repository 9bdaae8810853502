create index if not exists tick_by_state on tick (state, tick_at);
