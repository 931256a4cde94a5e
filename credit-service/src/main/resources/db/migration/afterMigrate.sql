-- Services that start together change it together, of which PostgreSQL lets only one succeed: one after the other.
select pg_advisory_xact_lock(hashtext('credits: the password of the role'));
alter role "${role}" password '${password}';
