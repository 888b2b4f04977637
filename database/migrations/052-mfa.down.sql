drop table mfa_challenges;
drop table recovery_codes;
drop table user_mfa;
