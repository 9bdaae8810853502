-- Up to here the numbers belong to the tables of the scheduler.
comment on table inbox is 'Wishes of people: the scheduler that leads grants or refuses them';
