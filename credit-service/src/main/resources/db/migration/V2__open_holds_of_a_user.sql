-- With the user in it, the open holds of one person are found among all open ones without a look at each of them, and no hold costs
-- another index.
drop index hold_due;
create index hold_due on hold (expires_at, user_id) where status = 'HELD';
