drop table mailed_tokens;
