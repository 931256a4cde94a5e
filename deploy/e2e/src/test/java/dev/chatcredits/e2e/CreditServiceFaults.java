package dev.chatcredits.e2e;

import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A credit service as it is shipped, with a PostgreSQL and a Kafka of its own; whatever a test does to them, the books are right after it. */
@SuppressWarnings("NullAway.Init") // Set before all tests.
abstract class CreditServiceFaults {

    static CreditParts parts;

    final String generation = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        parts = new CreditParts();
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @AfterEach
    void theBooksAreRight() {
        parts.assertThatTheAuditFindsNothing();
    }

    static <T> Future<T> start(Callable<T> work) {
        return Parallel.start(1, work).getFirst();
    }
}
