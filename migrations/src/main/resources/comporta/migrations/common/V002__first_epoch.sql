insert into leader (id, owner_name, epoch) values (1, 'nobody', 0);
