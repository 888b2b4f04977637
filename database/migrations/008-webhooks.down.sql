drop table webhook_parked;
drop table webhook_deliveries;
