create index cpu_share_by_time on cpu_share (decided_at);
