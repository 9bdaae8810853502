-- notice: that it will be taken away, in the words of whoever was told so; null: nobody was.
alter table machine add column notice varchar(1000);
alter table machine add column noticed_at timestamp(6) with time zone;
create index machine_noticed on machine (noticed_at);
