create index letters_of_a_run on outbox (run_id, id);
