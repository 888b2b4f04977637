-- Extensions stay: others may use them, and dropping one would drop what they built on it.
drop function update_updated_at_column();
