drop table oauth_states;
drop table oauth_tokens;
drop table client_accounts;
