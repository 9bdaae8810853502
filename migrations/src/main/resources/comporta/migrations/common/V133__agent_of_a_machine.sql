-- Under which name work is started on it; null: not known. Told to the master when the machine is lost while no scheduler runs.
alter table machine add column agent_id varchar(250);
