create index inbox_pending on inbox (id) where settled_at is null;
