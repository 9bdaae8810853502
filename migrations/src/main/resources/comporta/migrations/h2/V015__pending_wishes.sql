create index inbox_by_settled on inbox (settled_at, id);
