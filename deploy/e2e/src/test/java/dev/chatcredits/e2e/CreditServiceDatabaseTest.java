package dev.chatcredits.e2e;

import static dev.chatcredits.e2e.CreditParts.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What the credit service, as it is shipped, makes of faults of its database and of the way to it. */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CreditServiceDatabaseTest extends CreditServiceFaults {

    private static final String TOO_MANY = "too many requests wait for the database";

    /** Before the tests after which holds expire: theirs would be the next commit. Fault P2. */
    @Test
    @Order(1)
    void commitWhoseAnswerIsLostChargesOnceWhenTheCallerTriesAgain() {
        String user = parts.user();
        parts.database.cutAnswerTo("COMMIT");
        assertEquals(503, parts.settle(user, generation).statusCode());
        assertEquals(2, parts.used(user), "it was committed");
        assertEquals(200, parts.settle(user, generation).statusCode());
        assertEquals(2, parts.used(user));
    }

    /** Before the tests after which holds expire: theirs would be the next commit. Fault P2. */
    @Test
    @Order(1)
    void eventWhoseCommitIsUnknownIsChargedOnce() {
        String user = parts.user();
        parts.database.cutAnswerTo("COMMIT");
        parts.topic.succeeded(user, generation, Person.GPT);
        Wait.until("the answer to a commit was lost", SOON, () -> !parts.database.awaitsRequest());
        String next = UUID.randomUUID().toString();
        parts.topic.succeeded(user, next, Person.GPT);
        Wait.until("the next one is charged", SOON, () -> parts.used(user) >= 4);
        assertEquals(4, parts.used(user));
    }

    /** Fault P3. */
    @Test
    void callersAreRefusedInTimeWhileTheNetworkSwallowsEverything() {
        String user = parts.user();
        parts.database.blackHole();
        List<Future<Response>> calls =
                Parallel.start(70, () -> parts.hold(user, UUID.randomUUID().toString()));
        List<Response> answers = calls.stream().map(Parallel::join).toList();
        answers.forEach(answer -> {
            assertEquals(503, answer.statusCode());
            assertEquals("1", answer.header("Retry-After"));
        });
        assertTrue(answers.stream().anyMatch(a -> a.path("detail").equals(TOO_MANY)));
        parts.database.heal();
        awaitService();
    }

    /** PostgreSQL hangs until all connections are new ones that it lets wait, and then a firewall forgets them. Fault P3. */
    @Test
    void connectionsThatAreNeverLetInAreGivenUp() {
        String user = parts.user();
        parts.postgres.pause();
        // Each is refused after 3 s; the connections that were there before are given up after 8.
        for (int i = 0; i < 5; i++) {
            Parallel.start(40, () -> parts.used(user)).forEach(Parallel::join);
        }
        parts.database.forgetConnections();
        parts.postgres.resume();
        Wait.until("it works again", SOON, () -> parts.used(user) == 0);
        awaitService();
    }

    /** Else nobody would send anything to a service that works. Fault P3. */
    @Test
    void whoIsAskedForReadinessWhileNobodyIsLetInIsReadyAfterwards() throws Exception {
        Connection lock = parts.lockLogins();
        Parallel.start(3, parts.service::isReady).forEach(Parallel::join);
        parts.database.forgetConnections();
        lock.close();
        Wait.until("it is ready again", SOON, parts.service::isReady);
        awaitService();
    }

    /** An audit may take minutes, one at a time; but not to get connected, or no later one could. Fault P3. */
    @Test
    void anAuditThatNeverGetsConnectedBlocksNoLaterOne() {
        parts.postgres.pause();
        List<Response> answers =
                Parallel.start(3, parts::audit).stream().map(Parallel::join).toList();
        parts.postgres.resume();
        answers.forEach(answer -> assertEquals(503, answer.statusCode()));
        assertEquals(200, parts.audit().statusCode());
        awaitService();
    }

    /** Nobody would notice for as long as an audit may take. Fault P3. */
    @Test
    void anAuditUsesNoConnectionThatMayHaveDiedMeanwhile() throws Exception {
        assertEquals(200, parts.audit().statusCode());
        parts.database.forgetConnections();
        assertEquals(
                200, start(parts::audit).get(SOON.toSeconds(), TimeUnit.SECONDS).statusCode());
        awaitService();
    }

    /**
     * A firewall forgot them: no connection of now ever gets an answer or an end, on neither side. As many as can be are in the middle of
     * a transaction that has an account locked. Fault P3.
     */
    @Test
    void connectionsThatDieWithoutAWordAreGivenUpOnBothSides() throws Exception {
        List<String> users = parts.users(CreditParts.TRANSACTIONS_IN_FLIGHT);
        List<Future<Response>> caught = new ArrayList<>();
        List<Connection> locks = new ArrayList<>();
        for (String user : users) {
            locks.add(parts.lock(user));
            caught.add(start(() -> parts.settle(user, generation + user)));
            parts.awaitBlocked(caught.size());
        }
        parts.database.forgetConnections();
        for (Connection lock : locks) {
            lock.close();
        }
        caught.forEach(call -> assertEquals(503, Parallel.join(call).statusCode()));
        awaitService();
        for (String user : users) {
            Wait.until(
                    "so is who was caught",
                    SOON,
                    () -> parts.settle(user, generation + user).statusCode() < 300);
            assertEquals(2, parts.used(user));
        }
    }

    /** Fault P1. Lesson litellm#33872. */
    @Test
    void databaseThatIsKilledInMidTransactionUnderLoadLosesAndDoublesNothing() {
        List<String> users = parts.users(6);
        List<Future<Integer>> callers = users.stream()
                .map(user -> start(() -> {
                    for (int i = 0; i < 12; i++) {
                        String id = UUID.randomUUID().toString();
                        parts.topic.succeeded(user, UUID.randomUUID().toString(), Person.GROK);
                        Wait.until("charged", SOON, () -> parts.settle(user, id).statusCode() < 300);
                    }
                    return 12;
                }))
                .toList();
        Wait.until("all are busy", SOON, () -> users.stream().allMatch(user -> parts.used(user) > 3));
        parts.postgres.kill();
        parts.postgres.start();
        callers.forEach(Parallel::join);
        users.forEach(user -> Wait.until("all is charged", SOON, () -> parts.used(user) >= 36));
        users.forEach(user -> assertEquals(36, parts.used(user)));
    }

    private static void awaitService() {
        Wait.until("what is dead is given up", SOON, () -> !parts.database.hasForgotten());
        Wait.until(
                "others are served",
                SOON,
                () -> parts.hold("somebody", UUID.randomUUID().toString()).statusCode() != 503);
    }
}
