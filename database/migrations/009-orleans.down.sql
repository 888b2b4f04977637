drop schema orleans cascade;
