package dev.chatcredits.credit.account;

import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the failure of a transaction means: whether it passes by itself, can never succeed, or is nobody's fault but ours. */
public final class Failures {

    /** Deadlocks and serialization failures: PostgreSQL undid everything, and asks for another try. */
    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01");

    /**
     * Classes of SQLSTATE that say that the database can't work, or not now: connections, invalid transaction states (a server that
     * became a replica; a session that was idle for too long), rollbacks, resources, locks, operators, its system.
     */
    private static final Set<String> OUTAGES = Set.of("08", "25", "40", "53", "55", "57", "58");

    /** Data exceptions and integrity violations. */
    private static final Set<String> REJECTIONS = Set.of("22", "23");

    private Failures() {}

    /** The rules, or what is around them, broke on commands: a bug, which must not stop the commands of everybody else. */
    static final class Undecidable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undecidable(Throwable bug) {
            super("the rules broke on a command", bug);
        }
    }

    static boolean isWorthAnotherTry(Throwable failure) {
        return failure instanceof PgException pg && TRY_AGAIN.contains(pg.getSqlState());
    }

    /** Whether it can't succeed, however often it is tried: a value that PostgreSQL doesn't take, a bug. */
    public static boolean isRejected(Throwable failure) {
        return failure instanceof Undecidable || REJECTIONS.contains(classOf(failure));
    }

    /** Whether it passes when the database, or the way to it, is mended. What is neither this nor rejected needs a person. */
    public static boolean isOutage(Throwable failure) {
        return failure instanceof PgException
                ? OUTAGES.contains(classOf(failure))
                : failure instanceof VertxException
                        || failure instanceof TimeoutException
                        || !(failure instanceof RuntimeException || failure instanceof Error);
    }

    /** Does what is ours alone, between what the database says and what it is told: whatever breaks in there is a bug. */
    static <T> T ours(Supplier<T> rules) {
        try {
            return rules.get();
        } catch (RuntimeException e) {
            throw new Undecidable(e);
        }
    }

    /** The detail and the row, which hold values, stay out. */
    static String describe(Throwable failure) {
        return failure instanceof PgException pg
                ? "rejected by the database: SQLSTATE " + pg.getSqlState()
                : "the rules broke on it; the log has the details";
    }

    private static String classOf(Throwable failure) {
        @Nullable String state = failure instanceof PgException pg ? pg.getSqlState() : null;
        return state == null || state.length() < 2 ? "" : state.substring(0, 2);
    }
}
