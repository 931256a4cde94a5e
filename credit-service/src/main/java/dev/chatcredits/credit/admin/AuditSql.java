package dev.chatcredits.credit.admin;

/** The audit as one statement, so that everything in it is seen at the same moment. Columns: user, what, expected, found. */
final class AuditSql {

    /** What the row says that counts the accounts: {@code found}, of no user. */
    static final String COUNT = "accounts";

    private AuditSql() {}

    static final String ALL = """
            with booked as (
                select user_id, grant_no as no,
                       sum(case when kind <> 'DEBT' then credits else 0 end) as present,
                       -sum(case when kind = 'CHARGE' then credits else 0 end) as used,
                       -sum(case when kind = 'DEBT' then credits else 0 end) as debt,
                       sum(case when kind = 'ADJUST' then credits else 0 end) as adjusted
                from entry group by user_id, grant_no),
            drawn as (
                select h.user_id, d.no, sum(d.credits) as held
                from hold h, unnest(h.draw_grants, h.draw_credits) d (no, credits)
                where h.status = 'HELD' group by h.user_id, d.no),
            figures as (
                select user_id, 'grant ' || no as what,
                       array['granted', 'present', 'used', 'debt', 'held'] as figure,
                       array[coalesce(g.plan_credits, 0) + coalesce(b.adjusted, 0), coalesce(b.present, 0), coalesce(b.used, 0),
                             coalesce(b.debt, 0), coalesce(d.held, 0)] as expected,
                       array[coalesce(g.granted, 0), coalesce(g.granted - g.used - g.lapsed, 0), coalesce(g.used, 0),
                             coalesce(g.debt, 0), coalesce(g.held, 0)] as found
                from credit_grant g full join booked b using (user_id, no) full join drawn d using (user_id, no)),
            charged as (
                select user_id, generation_id, -sum(credits) as credits
                from entry where generation_id is not null group by user_id, generation_id),
            numbered as (
                select user_id, count(*) as entries, max(no) as last from entry group by user_id)
            select '' as user_id, 'accounts' as what, 0::bigint as expected, count(*)::bigint as found from account
            union all
            select user_id, what || ': ' || f.figure, f.expected::bigint, f.found::bigint
                from figures, unnest(figure, expected, found) f (figure, expected, found) where f.expected <> f.found
            union all
            select user_id, 'generation ' || generation_id || ': charged', coalesce(h.credits, 0)::bigint, coalesce(c.credits, 0)::bigint
                from (select user_id, generation_id, credits from hold where status = 'SETTLED') h
                full join charged c using (user_id, generation_id)
                where coalesce(h.credits, 0) <> coalesce(c.credits, 0)
            union all
            select user_id, 'account: entries', coalesce(a.last_entry_no, 0), coalesce(n.entries, 0)
                from account a full join numbered n using (user_id)
                where a.last_entry_no is distinct from coalesce(n.entries, 0) or coalesce(n.last, 0) <> coalesce(n.entries, 0)
            """;
}
