package dev.chatcredits.credit.account;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.support.RealParts;
import io.quarkus.flyway.FlywayDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RealParts.class)
class MigrationTest {

    @Inject
    @FlywayDataSource("owner")
    @SuppressWarnings("NullAway.Init") // By Quarkus.
    Flyway flyway;

    /** Each migrates at its start, and one that can't doesn't start. */
    @Test
    void replicasThatStartTogetherAllStart() throws Exception {
        List<Callable<Boolean>> starts = Collections.nCopies(8, () -> flyway.migrate().success);
        try (ExecutorService together = Executors.newFixedThreadPool(starts.size())) {
            for (Future<Boolean> started : together.invokeAll(starts)) {
                assertTrue(started.get());
            }
        }
    }
}
