-- The ledger. Every key begins with user_id, so that the tables can be distributed by it. The constraints repeat what the rules
-- (package ledger) already see to: a bug in one of the two must not cost anybody credits.

create table account (
    user_id        text        primary key check (length(user_id) between 1 and 255),
    plan_id        text,
    plan_credits   bigint      check (plan_credits >= 0),
    token_as_of    timestamptz,
    billing_as_of  timestamptz,
    billed         boolean     not null default false,
    last_grant_no  bigint      not null default 0,
    last_entry_no  bigint      not null default 0,
    version        bigint      not null default 0,
    touched_at     timestamptz not null,
    updated_at     timestamptz not null,
    check ((plan_id is null) = (plan_credits is null))
);

create table credit_grant (
    user_id      text        not null,
    no           bigint      not null,
    source       text        not null check (source in ('PLAN', 'ADJUSTMENT')),
    plan_id      text,
    plan_credits bigint,
    starts_at    timestamptz not null,
    ends_at      timestamptz not null,
    granted      bigint      not null,
    used         bigint      not null check (used >= 0),
    held         bigint      not null check (held >= 0),
    lapsed       bigint      not null check (lapsed >= 0),
    debt         bigint      not null check (debt >= 0),
    state        text        not null check (state in ('ACTIVE', 'SET_ASIDE', 'ENDED')),
    primary key (user_id, no),
    check (starts_at < ends_at),
    check (used + held + lapsed <= granted),
    check (case when state = 'ACTIVE' then lapsed = 0 else used + held + lapsed = granted end),
    check (debt = 0 or (source = 'PLAN' and state <> 'ENDED' and used + held = granted))
) with (fillfactor = 80);

-- A PLAN grant is identified by user, period, plan and amount: no flip-flop of plans gives the same credits twice.
create unique index credit_grant_identity on credit_grant (user_id, starts_at, ends_at, plan_id, plan_credits)
    nulls not distinct where source = 'PLAN';
create unique index credit_grant_one_active on credit_grant (user_id, source) where state = 'ACTIVE';

-- A hold and, afterwards, the record for ever that its generation was charged.
create table hold (
    user_id       text        not null,
    generation_id text        not null check (generation_id ~ '^[A-Za-z0-9._:-]{1,128}$'),
    model_id      text,
    credits       bigint      not null check (credits >= 0),
    status        text        not null check (status in ('HELD', 'SETTLED', 'RELEASED', 'EXPIRED')),
    request_hash  text,
    attempt       text,
    draw_grants   bigint[]    not null,
    draw_credits  bigint[]    not null,
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    ended_at      timestamptz,
    primary key (user_id, generation_id),
    check (cardinality(draw_grants) = cardinality(draw_credits)),
    check ((status = 'HELD') = (ended_at is null))
) with (fillfactor = 80);

create index hold_due on hold (expires_at) where status = 'HELD';
create index hold_ended on hold (ended_at) where status in ('RELEASED', 'EXPIRED');
-- The same id with another user is refused; ids of other users are found by this.
create index hold_generation on hold (generation_id);

create function hold_settled_is_final() returns trigger language plpgsql as $$
begin
    raise exception 'generation % is settled for ever', old.generation_id using errcode = 'restrict_violation';
end $$;
create trigger hold_settled_is_final before update or delete on hold
    for each row when (old.status = 'SETTLED') execute function hold_settled_is_final();

create table entry (
    user_id         text        not null,
    no              bigint      not null,
    kind            text        not null check (kind in ('GRANT', 'LAPSE', 'CHARGE', 'DEBT', 'ADJUST')),
    credits         bigint      not null check (credits <> 0),
    grant_no        bigint      not null,
    model_id        text,
    generation_id   text,
    occurred_at     timestamptz not null,
    recorded_at     timestamptz not null default now(),
    remaining_after bigint      not null check (remaining_after >= 0),
    reason          text,
    actor           text,
    primary key (user_id, no)
);

-- No generation is charged to a grant twice.
create unique index entry_once on entry (user_id, generation_id, grant_no, kind) where generation_id is not null;

create function entry_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'entries are never changed; append another' using errcode = 'restrict_violation';
end $$;
create trigger entry_is_append_only before update or delete on entry
    for each row execute function entry_is_append_only();
create trigger entry_is_never_emptied before truncate on entry
    for each statement execute function entry_is_append_only();

-- What admins asked for, so that it happens once.
create table adjustment (
    user_id         text        not null,
    idempotency_key text        not null,
    kind            text        not null check (kind in ('CREDITS', 'RESET')),
    credits         bigint      not null,
    reason          text        not null,
    actor           text        not null,
    recorded_at     timestamptz not null default now(),
    primary key (user_id, idempotency_key)
);

-- Up to where the events of each partition are in the ledger; written in the transaction that settles them.
create table consumed (
    topic_id     text   not null,
    partition_no int    not null,
    next_offset  bigint not null,
    primary key (topic_id, partition_no)
);

-- Dead letters whose ids could be read: their holds are kept until the letter is replayed or discarded.
create table dead_letter (
    user_id       text        not null,
    generation_id text        not null,
    recorded_at   timestamptz not null default now(),
    primary key (user_id, generation_id)
);
