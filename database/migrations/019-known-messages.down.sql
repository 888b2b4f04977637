drop function known_messages(uuid[], uuid[]);
