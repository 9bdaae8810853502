create index if not exists lease_by_opened on lease (opened_at);
