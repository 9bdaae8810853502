create index run_live on run (id) where state < 3;
