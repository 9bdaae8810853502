create index waiting_letters on outbox (next_at);
