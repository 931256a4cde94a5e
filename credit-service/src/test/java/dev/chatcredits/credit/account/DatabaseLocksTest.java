package dev.chatcredits.credit.account;

import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.UserId;
import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.Events;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.Locks;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import dev.chatcredits.credit.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody else holds a lock: a hand at the database, another replica, or ourselves on another way. */
@QuarkusTest
@TestProfile(RealParts.class)
class DatabaseLocksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Inject
    @SuppressWarnings("NullAway.Init") // By Quarkus.
    Ledger ledger;

    private final String user = Fresh.user();
    private final String generation = Fresh.generation();

    @AfterEach
    void theBooksAreRight() {
        Admin.assertThatTheAuditFindsNothing();
    }

    /** Fault P3. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            statement_timeout                   | 5s
            lock_timeout                        | 2s
            idle_in_transaction_session_timeout | 10s
            synchronous_commit                  | on
            tcp_keepalives_idle                 | 30
            tcp_keepalives_interval             | 10
            tcp_keepalives_count                | 3
            """)
    void theServicesSessionsAreLimited(String setting, String value) throws SQLException {
        try (Connection connection = Db.asService();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show " + setting)) {
            rows.next();
            assertEquals(value, rows.getString(1));
        }
    }

    /** Fault P3. */
    @Test
    void aHistoryThatIsLockedIsAnOutageNotABug() throws SQLException {
        Gateway.subscribe(user, Gateway.PRO, Instant.EPOCH);
        try (Connection other = Db.asOwner();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("lock table entry in access exclusive mode");
            history().then().statusCode(503).header("Retry-After", "1").body("code", is("OVERLOADED"));
            other.rollback();
        }
        history().then().statusCode(200);
    }

    private Response history() {
        return Routes.with(Tokens.SERVICE).get(Routes.entries(user));
    }

    /** Fault P3. */
    @Test
    void anAccountThatIsLockedIsRefusedInTimeAndTheOthersDoNotWait() throws SQLException {
        Gateway.subscribe(user, Gateway.PRO, Instant.EPOCH);
        try (Connection other = Locks.account(user)) {
            CompletableFuture<Response> refused = holdMeanwhile();
            Locks.awaitWaiting(other);
            Gateway.hold(Fresh.user(), Fresh.generation(), Gateway.OPUS).then().statusCode(201);
            long begin = System.nanoTime();
            refused.join().then().statusCode(503).header("Retry-After", "1").body("code", is("OVERLOADED"));
            assertTrue(Duration.ofNanos(System.nanoTime() - begin).compareTo(PATIENCE) < 0);
            other.rollback();
        }
        Gateway.hold(user, generation, Gateway.OPUS).then().statusCode(201);
        assertEquals(45, Gateway.remaining(user));
    }

    /** Events wait for the lock, however long it is held, and none of them is a dead letter for that. Fault P3. */
    @Test
    void eventsOfAnAccountThatIsLockedWait() throws SQLException {
        Gateway.subscribe(user, Gateway.PRO, Instant.EPOCH);
        int letters = Topic.read(Topic.DEAD_LETTERS).size();
        try (Connection other = Locks.account(user)) {
            Topic.send(user, Events.succeeded(user, generation, Gateway.OPUS));
            Locks.awaitWaiting(other);
            other.rollback();
        }
        Await.until("it is charged", () -> Gateway.balance(user).getInt("used") == 5);
        assertEquals(letters, Topic.read(Topic.DEAD_LETTERS).size());
    }

    /** PostgreSQL undoes one of the two; if it is ours, it is done again before the caller notices. Fault P3. */
    @Test
    void aDeadlockIsNotTheCallersBusiness() throws SQLException {
        Gateway.hold(user, generation, Gateway.OPUS).then().statusCode(201);
        CompletableFuture<Response> settled;
        try (Connection other = Locks.rows("select from hold where user_id = ? for update", user)) {
            settled = CompletableFuture.supplyAsync(
                    () -> Gateway.settle(user, generation, Gateway.OPUS), Thread::startVirtualThread);
            Locks.awaitWaiting(other);
            // We have the account and wait for the hold; it has the hold and asks for the account.
            Locks.account(other, user);
            other.rollback();
        }
        settled.join().then().statusCode(200);
        assertEquals(5, Gateway.balance(user).getInt("used"));
    }

    /** Whoever makes it may want the others next. Fault P3. */
    @Test
    void whoWaitsForAnAccountThatIsBeingMadeLocksNoOther() throws SQLException {
        String known = Fresh.user();
        Gateway.subscribe(known, Gateway.PRO, Instant.EPOCH);
        CompletableFuture<List<Answer>> applied;
        try (Connection other = Db.asOwner()) {
            other.setAutoCommit(false);
            try (PreparedStatement open = other.prepareStatement(
                    "insert into account (user_id, touched_at, updated_at) values (?, now(), now())")) {
                open.setString(1, user);
                open.executeUpdate();
            }
            applied = ledger.applyEach(List.of(released(user), released(known))).subscribeAsCompletionStage();
            Locks.awaitWaiting(other);
            Locks.accountAtOnce(other, known);
            other.commit();
        }
        assertEquals(2, applied.join().size());
    }

    private Command released(String of) {
        return new Command.Release(new UserId(of), new GenerationId(generation), null);
    }

    private CompletableFuture<Response> holdMeanwhile() {
        return CompletableFuture.supplyAsync(
                () -> Gateway.hold(user, generation, Gateway.OPUS), Thread::startVirtualThread);
    }
}
