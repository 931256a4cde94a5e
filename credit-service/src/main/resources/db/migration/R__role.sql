-- The role that the service works as: it can append entries but not rewrite them, and can't change the schema.
-- ${role} is created here when it isn't there yet; its password is set at each start by the callback afterMigrate.
do $$
begin
    if not exists (select from pg_roles where rolname = '${role}') then
        create role "${role}" login;
    end if;
end $$;

alter role "${role}" set synchronous_commit = on;
alter role "${role}" set statement_timeout = '5s';
alter role "${role}" set lock_timeout = '2s';
alter role "${role}" set idle_in_transaction_session_timeout = '10s';
-- A session whose service has gone without a word ends after a minute, not after the two hours of the system.
alter role "${role}" set tcp_keepalives_idle = '30s';
alter role "${role}" set tcp_keepalives_interval = '10s';
alter role "${role}" set tcp_keepalives_count = 3;

grant usage on schema public to "${role}";
grant select, insert, update on account, credit_grant, consumed to "${role}";
grant select, insert, update, delete on hold, dead_letter to "${role}";
grant select, insert on entry, adjustment to "${role}";
