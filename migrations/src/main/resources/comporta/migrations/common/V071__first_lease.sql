insert into leader_lease (id, epoch, process, until_at) values (1, 0, '', null);
