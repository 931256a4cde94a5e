package dev.chatcredits.credit.account;

import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.Adjustment;
import dev.chatcredits.credit.ledger.Allocation;
import dev.chatcredits.credit.ledger.Anchor;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.Grant;
import dev.chatcredits.credit.ledger.Hold;
import dev.chatcredits.credit.ledger.Period;
import dev.chatcredits.credit.ledger.Subscription;
import dev.chatcredits.credit.ledger.UserId;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of the tables, as the rules know them. */
final class Rows {

    private Rows() {}

    static UserId user(Row row) {
        return new UserId(row.getString("user_id"));
    }

    static Account account(Row row, Anchor anchor, List<Grant> grants, List<Hold> holds, List<Adjustment> adjustments) {
        return new Account(
                user(row),
                anchor,
                new Subscription(
                        allocation(row),
                        instantOrNull(row, "token_as_of"),
                        instantOrNull(row, "billing_as_of"),
                        row.getBoolean("billed")),
                grants,
                holds.stream().collect(Collectors.toMap(Hold::id, Function.identity())),
                adjustments.stream().collect(Collectors.toMap(Adjustment::key, Function.identity())),
                row.getLong("last_grant_no"),
                row.getLong("last_entry_no"),
                row.getLong("version"),
                instant(row, "touched_at"),
                instant(row, "updated_at"));
    }

    static Grant grant(Row row) {
        return new Grant(
                row.getLong("no"),
                Grant.Source.valueOf(row.getString("source")),
                allocation(row),
                new Period(instant(row, "starts_at"), instant(row, "ends_at")),
                row.getLong("granted"),
                row.getLong("used"),
                row.getLong("held"),
                row.getLong("lapsed"),
                row.getLong("debt"),
                Grant.State.valueOf(row.getString("state")));
    }

    static Hold hold(Row row) {
        Long[] grants = row.getArrayOfLongs("draw_grants");
        Long[] credits = row.getArrayOfLongs("draw_credits");
        List<Hold.Draw> draws = new ArrayList<>();
        for (int i = 0; i < grants.length; i++) {
            draws.add(new Hold.Draw(grants[i], credits[i]));
        }
        return new Hold(
                new GenerationId(row.getString("generation_id")),
                row.getString("model_id"),
                row.getLong("credits"),
                Hold.Status.valueOf(row.getString("status")),
                row.getString("request_hash"),
                row.getString("attempt"),
                draws,
                instant(row, "created_at"),
                instant(row, "expires_at"),
                instantOrNull(row, "ended_at"));
    }

    static Adjustment adjustment(Row row) {
        return new Adjustment(
                row.getString("idempotency_key"),
                Adjustment.Kind.valueOf(row.getString("kind")),
                row.getLong("credits"),
                row.getString("reason"),
                row.getString("actor"));
    }

    private static @Nullable Allocation allocation(Row row) {
        String planId = row.getString("plan_id");
        return planId == null ? null : new Allocation(planId, row.getLong("plan_credits"));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static @Nullable Instant instantOrNull(Row row, String column) {
        OffsetDateTime value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }
}
