drop table analytics_snapshots;
