create index if not exists deadline_by_due on deadline (kind, due_at);
