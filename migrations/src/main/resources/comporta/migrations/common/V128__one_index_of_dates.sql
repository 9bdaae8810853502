drop index run_by_date;
