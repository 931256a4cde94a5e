package dev.chatcredits.credit.account;

import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.Adjustment;
import dev.chatcredits.credit.ledger.Allocation;
import dev.chatcredits.credit.ledger.Decision;
import dev.chatcredits.credit.ledger.Entry;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.Grant;
import dev.chatcredits.credit.ledger.Hold;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what changed of many accounts, with one statement per table. */
@ApplicationScoped
class AccountWriter {

    /** The version is a guard beside the lock: an account that changed since it was read isn't overwritten. */
    private static final String UPDATE_ACCOUNTS =
            "update account a set plan_id = u.plan_id, plan_credits = u.plan_credits,"
                    + " token_as_of = u.token_as_of, billing_as_of = u.billing_as_of, billed = u.billed,"
                    + " last_grant_no = u.last_grant_no, last_entry_no = u.last_entry_no, version = u.version,"
                    + " touched_at = u.touched_at, updated_at = u.updated_at"
                    + " from unnest($1::text[], $2::text[], $3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::boolean[],"
                    + " $7::bigint[], $8::bigint[], $9::bigint[], $10::timestamptz[], $11::timestamptz[], $12::bigint[])"
                    + " u (user_id, plan_id, plan_credits, token_as_of, billing_as_of, billed,"
                    + " last_grant_no, last_entry_no, version, touched_at, updated_at, version_before)"
                    + " where a.user_id = u.user_id and a.version = u.version_before";

    private static final String PUT_GRANTS = "insert into credit_grant (user_id, no, source, plan_id, plan_credits,"
            + " starts_at, ends_at, granted, used, held, lapsed, debt, state)"
            + " select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bigint[],"
            + " $6::timestamptz[], $7::timestamptz[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[],"
            + " $12::bigint[], $13::text[])"
            + " on conflict (user_id, no) do update set granted = excluded.granted, used = excluded.used,"
            + " held = excluded.held, lapsed = excluded.lapsed, debt = excluded.debt, state = excluded.state";
    /** Arrays of arrays have no place in unnest; the draws travel as array literals. */
    private static final String PUT_HOLDS = "insert into hold (user_id, generation_id, model_id, credits, status,"
            + " request_hash, attempt, draw_grants, draw_credits, created_at, expires_at, ended_at)"
            + " select u.user_id, u.generation_id, u.model_id, u.credits, u.status, u.request_hash, u.attempt,"
            + " u.draw_grants::bigint[], u.draw_credits::bigint[], u.created_at, u.expires_at, u.ended_at"
            + " from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[],"
            + " $8::text[], $9::text[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[])"
            + " u (user_id, generation_id, model_id, credits, status, request_hash, attempt,"
            + " draw_grants, draw_credits, created_at, expires_at, ended_at)"
            + " on conflict (user_id, generation_id) do update set model_id = excluded.model_id,"
            + " credits = excluded.credits, status = excluded.status, ended_at = excluded.ended_at";

    private static final String APPEND_ENTRIES = "insert into entry (user_id, no, kind, credits, grant_no, model_id,"
            + " generation_id, occurred_at, remaining_after, reason, actor)"
            + " select * from unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::text[],"
            + " $7::text[], $8::timestamptz[], $9::bigint[], $10::text[], $11::text[])";
    private static final String ADD_ADJUSTMENTS =
            "insert into adjustment (user_id, idempotency_key, kind, credits, reason, actor)"
                    + " select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[])";

    /**
     * An account before and after the commands of a transaction.
     *
     * @param entries what they append
     */
    record Change(Account before, Account after, List<Entry> entries) {

        static Change none(Account account) {
            return new Change(account, account, List.of());
        }

        Change and(Decision decision) {
            List<Entry> both = new ArrayList<>(entries);
            both.addAll(decision.entries());
            return new Change(before, decision.account(), both);
        }

        private <T> List<Of<T>> each(List<T> parts) {
            return parts.stream().map(p -> new Of<>(after.user().value(), p)).toList();
        }

        /** An account that was only looked at isn't written. */
        private boolean isToWrite() {
            return after.version() != before.version()
                    || !after.subscription().equals(before.subscription())
                    || after.lastEntryNo() != before.lastEntryNo();
        }

        private List<Of<Grant>> grants() {
            Map<Long, Grant> known = before.grants().stream().collect(Collectors.toMap(Grant::no, Function.identity()));
            return each(after.grants().stream()
                    .filter(g -> !g.equals(known.get(g.no())))
                    .toList());
        }

        private List<Of<Hold>> holds() {
            Map<GenerationId, Hold> known = new HashMap<>(before.holds());
            return each(after.holds().values().stream()
                    .filter(h -> !h.equals(known.get(h.id())))
                    .toList());
        }

        private List<Of<Adjustment>> adjustments() {
            return each(after.adjustments().values().stream()
                    .filter(a -> !before.adjustments().containsKey(a.key()))
                    .toList());
        }
    }

    private record Of<T>(String user, T part) {}

    Uni<Void> write(SqlConnection connection, List<Change> changes) {
        List<Uni<Void>> statements = new ArrayList<>();
        List<Change> accounts = changes.stream().filter(Change::isToWrite).toList();
        add(statements, connection, UPDATE_ACCOUNTS, accounts.size(), accountColumns(accounts));
        // The one that stops counting first: there is at most one active PLAN grant, at any moment.
        List<Of<Grant>> grants = changes.stream()
                .flatMap(c -> c.grants().stream())
                .sorted(Comparator.comparing(g -> g.part().state() == Grant.State.ACTIVE))
                .toList();
        add(statements, connection, PUT_GRANTS, grants.size(), grantColumns(grants));
        List<Of<Hold>> holds = changes.stream().flatMap(c -> c.holds().stream()).toList();
        add(statements, connection, PUT_HOLDS, holds.size(), holdColumns(holds));
        List<Of<Entry>> entries =
                changes.stream().flatMap(c -> c.each(c.entries()).stream()).toList();
        add(statements, connection, APPEND_ENTRIES, entries.size(), entryColumns(entries));
        List<Of<Adjustment>> adjustments =
                changes.stream().flatMap(c -> c.adjustments().stream()).toList();
        add(statements, connection, ADD_ADJUSTMENTS, adjustments.size(), adjustmentColumns(adjustments));
        return statements.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(statements).andFailFast().replaceWithVoid();
    }

    private static void add(List<Uni<Void>> statements, SqlConnection connection, String sql, int rows, Tuple columns) {
        if (rows > 0) {
            statements.add(connection.preparedQuery(sql).execute(columns).map(written -> {
                if (written.rowCount() != rows) {
                    throw new Failures.Undecidable(new IllegalStateException(
                            "wrote " + written.rowCount() + " rows in place of " + rows + ": " + sql));
                }
                return null;
            }));
        }
    }

    private static Tuple accountColumns(List<Change> changes) {
        return new Columns<>(changes)
                .text(c -> c.after().user().value())
                .text(c -> planId(c.after().subscription().allocation()))
                .number(c -> planCredits(c.after().subscription().allocation()))
                .instant(c -> c.after().subscription().tokenAsOf())
                .instant(c -> c.after().subscription().billingAsOf())
                .flag(c -> c.after().subscription().billed())
                .number(c -> c.after().lastGrantNo())
                .number(c -> c.after().lastEntryNo())
                .number(c -> c.after().version())
                .instant(c -> c.after().touchedAt())
                .instant(c -> c.after().updatedAt())
                .number(c -> c.before().version())
                .tuple();
    }

    private static Tuple grantColumns(List<Of<Grant>> grants) {
        return new Columns<>(grants)
                .text(Of::user)
                .number(g -> g.part().no())
                .text(g -> g.part().source().name())
                .text(g -> planId(g.part().allocation()))
                .number(g -> planCredits(g.part().allocation()))
                .instant(g -> g.part().period().start())
                .instant(g -> g.part().period().end())
                .number(g -> g.part().granted())
                .number(g -> g.part().used())
                .number(g -> g.part().held())
                .number(g -> g.part().lapsed())
                .number(g -> g.part().debt())
                .text(g -> g.part().state().name())
                .tuple();
    }

    private static Tuple holdColumns(List<Of<Hold>> holds) {
        return new Columns<>(holds)
                .text(Of::user)
                .text(h -> h.part().id().value())
                .text(h -> h.part().modelId())
                .number(h -> h.part().credits())
                .text(h -> h.part().status().name())
                .text(h -> h.part().requestHash())
                .text(h -> h.part().attempt())
                .text(h -> literal(h.part().draws(), Hold.Draw::grantNo))
                .text(h -> literal(h.part().draws(), Hold.Draw::credits))
                .instant(h -> h.part().createdAt())
                .instant(h -> h.part().expiresAt())
                .instant(h -> h.part().endedAt())
                .tuple();
    }

    private static Tuple entryColumns(List<Of<Entry>> entries) {
        return new Columns<>(entries)
                .text(Of::user)
                .number(e -> e.part().no())
                .text(e -> e.part().kind().name())
                .number(e -> e.part().credits())
                .number(e -> e.part().grantNo())
                .text(e -> e.part().modelId())
                .text(e -> generation(e.part().generationId()))
                .instant(e -> e.part().occurredAt())
                .number(e -> e.part().remainingAfter())
                .text(e -> e.part().reason())
                .text(e -> e.part().actor())
                .tuple();
    }

    private static Tuple adjustmentColumns(List<Of<Adjustment>> adjustments) {
        return new Columns<>(adjustments)
                .text(Of::user)
                .text(a -> a.part().key())
                .text(a -> a.part().kind().name())
                .number(a -> a.part().credits())
                .text(a -> a.part().reason())
                .text(a -> a.part().actor())
                .tuple();
    }

    private static @Nullable String planId(@Nullable Allocation allocation) {
        return allocation == null ? null : allocation.planId();
    }

    private static @Nullable Long planCredits(@Nullable Allocation allocation) {
        return allocation == null ? null : allocation.credits();
    }

    private static @Nullable String generation(@Nullable GenerationId id) {
        return id == null ? null : id.value();
    }

    private static String literal(List<Hold.Draw> draws, Function<Hold.Draw, Long> value) {
        return draws.stream().map(value).map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
