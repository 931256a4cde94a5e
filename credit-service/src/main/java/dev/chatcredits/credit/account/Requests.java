package dev.chatcredits.credit.account;

import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.PlainText;
import dev.chatcredits.credit.ledger.UserId;
import dev.chatcredits.credit.problem.Problems;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the routes check alike. */
public final class Requests {

    /** For the OpenAPI document: text that isn't blank, without control characters and halves of surrogate pairs. */
    public static final String TEXT = "^(?=.*\\S)[^\\p{Cc}\\p{Cs}]+$";

    /** For the OpenAPI document: the same, but not of dots alone. */
    public static final String USER = "^(?!\\.+$)[^\\p{Cc}\\p{Cs}]+$";

    /** For the OpenAPI document. */
    static final String GENERATION = "^[A-Za-z0-9._:-]{1,128}$";

    private static final int LONGEST_MODEL_ID = 200;

    /** Longer than the database waits for a lock, for its own answer says more; and no caller waits longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private Requests() {}

    /** A user id of a path or a body. */
    public static UserId user(@Nullable String value) {
        if (value == null || !UserId.isValid(value)) {
            throw Problems.invalid(
                    "userId", "userId must be 1 to 255 characters, without control characters and not of dots alone");
        }
        return new UserId(value);
    }

    static GenerationId generation(String value) {
        if (!GenerationId.isValid(value)) {
            throw Problems.invalid("generationId", "generationId must be 1 to 128 characters of A-Z a-z 0-9 . _ : -");
        }
        return new GenerationId(value);
    }

    static String model(@Nullable String value) {
        return text("modelId", value, LONGEST_MODEL_ID);
    }

    /** A text without control characters. */
    public static String text(String field, @Nullable String value, int longest) {
        if (value == null || value.isBlank() || value.length() > longest || !PlainText.is(value)) {
            throw Problems.invalid(
                    field, field + " must be 1 to " + longest + " characters without control characters");
        }
        return value;
    }

    static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw Problems.invalid(field, field + " is missing");
        }
        return value;
    }

    /** The account of somebody who is known; 404 otherwise. */
    public static Uni<Account> known(Ledger ledger, UserId user) {
        return known(ledger.look(user));
    }

    static Uni<Account> known(Uni<Optional<Account>> found) {
        return inTime(found).map(account -> account.orElseThrow(() -> Problems.notFound("nobody of that id is known")));
    }

    /** Fails when the database stands still: a machine that hangs or a network that swallows everything breaks no connection. */
    public static <T> Uni<T> inTime(Uni<T> answer) {
        return answer.ifNoItem().after(PATIENCE).fail();
    }

    /** The queue's own failures, as problems. */
    public static Uni<Result> submit(CommandQueue queue, Command command) {
        return inTime(queue.submit(command))
                .onFailure(CommandQueue.Overloaded.class)
                .transform(e -> Problems.crowded())
                .onFailure(CommandQueue.NotStorable.class)
                .transform(e -> Problems.invalid("body", String.valueOf(e.getMessage())));
    }
}
