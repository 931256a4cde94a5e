package dev.chatcredits.e2e.chaos;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the database has of the people of a trial. */
record Ledger(List<Hold> holds, List<Entry> entries, List<Grant> grants) {

    /** A generation, by whose it is: ids of different people are different generations. */
    record Identity(String user, String generation) {}

    /**
     * A row of {@code hold}.
     *
     * @param draws credits by number of the grant
     */
    record Hold(
            Identity id,
            String status,
            long credits,
            Map<Long, Long> draws,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant endedAt) {

        boolean isHeld() {
            return status.equals("HELD");
        }

        boolean isSettled() {
            return status.equals("SETTLED");
        }

        /** Settled while it was held, as far as times tell. */
        boolean isSettledInTime() {
            return isSettled() && !draws.isEmpty() && endedAt != null && !endedAt.isAfter(expiresAt);
        }
    }

    /** A row of {@code entry}. */
    record Entry(
            String user,
            String kind,
            long credits,
            long grantNo,
            @Nullable String generation,
            Instant occurredAt) {

        boolean isCharge() {
            return kind.equals("CHARGE");
        }

        boolean isDebt() {
            return kind.equals("DEBT");
        }

        boolean isOf(Identity id) {
            return id.generation().equals(generation) && id.user().equals(user);
        }

        boolean takes() {
            return (isCharge() || isDebt()) && credits < 0;
        }
    }

    /**
     * A row of {@code credit_grant}.
     *
     * @param plan what it is for and when; of two that are equal here, one is too many
     */
    record Grant(
            String user,
            long no,
            Plan plan,
            long granted,
            long used,
            long held,
            long lapsed,
            long debt,
            boolean active) {}

    /**
     * A plan in a period.
     *
     * @param source PLAN, for nobody adjusts anything here
     * @param id null for a period without a plan
     */
    record Plan(String user, String source, @Nullable String id, Instant from, Instant until) {}

    /** What was taken for each generation, by entries. */
    Stream<Entry> takings() {
        return entries.stream().filter(entry -> entry.generation() != null && entry.takes());
    }
}
