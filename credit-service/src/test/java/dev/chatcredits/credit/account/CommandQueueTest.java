package dev.chatcredits.credit.account;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.UserId;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Locks;
import dev.chatcredits.credit.support.RealParts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Fault P3. Calls don't pile up before a database that is slow or locked: who can't be served soon is told at once. */
@QuarkusTest
@TestProfile(RealParts.class)
@SuppressWarnings("NullAway.Init") // Injected.
class CommandQueueTest {

    private static final int TOO_MANY = 50;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerConfig config;

    @Inject
    Catalog catalog;

    private final UserId user = new UserId(Fresh.user());

    @Test
    void moreThanCanWaitAreRefusedAtOnceAndAllOthersAreAnswered() throws Exception {
        CommandQueue queue = ledgers.queue(ledgers.ledger(catalog.anchor(), Clock.systemUTC()));
        Ledgers.submit(queue, release());
        int served = config.transactionsInFlight() + config.commandsWaiting();
        List<CompletableFuture<Result>> calls;
        try (Connection other = Locks.account(user.value())) {
            calls = Stream.generate(() -> queue.submit(release()).subscribeAsCompletionStage())
                    .limit(served + TOO_MANY)
                    .toList();
            assertTrue(calls.stream().anyMatch(CommandQueueTest::isOverloaded));
            other.rollback();
        }
        for (CompletableFuture<Result> call : calls) {
            call.handle((answer, failure) -> true).get(Ledgers.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        long refused = calls.stream().filter(CommandQueueTest::isOverloaded).count();
        assertTrue(refused <= TOO_MANY, () -> refused + " were refused, of whom some could have waited");
        Ledgers.submit(queue, release());
    }

    private Command release() {
        return new Command.Release(user, new GenerationId(Fresh.generation()), null);
    }

    private static boolean isOverloaded(CompletableFuture<Result> call) {
        try {
            call.getNow(null);
            return false;
        } catch (CompletionException e) {
            return e.getCause() instanceof CommandQueue.Overloaded;
        }
    }
}
