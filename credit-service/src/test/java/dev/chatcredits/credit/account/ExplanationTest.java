package dev.chatcredits.credit.account;

import static dev.chatcredits.credit.support.Gateway.GPT;
import static dev.chatcredits.credit.support.Gateway.GROK;
import static dev.chatcredits.credit.support.Gateway.OPUS;
import static dev.chatcredits.credit.support.Gateway.PRO;
import static dev.chatcredits.credit.support.Gateway.STARTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.Anchor;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.Explanation;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.Invariants;
import dev.chatcredits.credit.ledger.Proof;
import dev.chatcredits.credit.ledger.UserId;
import dev.chatcredits.credit.model.Books;
import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.MovedClock;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a balance comes about, from PostgreSQL; that it adds up in all cases, {@link LedgerModelTest} and {@link TimeTest} tell. */
@QuarkusTest
@TestProfile(RealParts.class)
@SuppressWarnings("NullAway.Init") // Injected.
class ExplanationTest {

    private static final Anchor CALENDAR_MONTHS = new Anchor(LocalDate.of(2026, 1, 1), ZoneOffset.UTC);

    @Inject
    Ledgers ledgers;

    private final String user = Fresh.user();

    @BeforeEach
    void theUserHasAPlan() {
        Gateway.subscribe(user, PRO, Instant.EPOCH).then().statusCode(200);
    }

    @AfterEach
    void theBooksAreRight() {
        Admin.assertThatTheAuditFindsNothing();
    }

    @Test
    void theGrantsThatCountAreThereAndThoseThatOpenHoldsWereDrawnFrom() {
        String open = Fresh.generation();
        String openInBoth = Fresh.generation();
        Gateway.settle(user, Fresh.generation(), GPT).then().statusCode(201);
        Gateway.hold(user, openInBoth, OPUS).then().statusCode(201);
        Gateway.subscribe(user, STARTER, Instant.EPOCH.plusSeconds(1)).then().statusCode(200);
        Gateway.hold(user, open, GROK).then().statusCode(201);
        Admin.adjust(user, Fresh.generation(), 7, "kindness").then().statusCode(200);
        JsonPath told = explanation();
        assertEquals(Gateway.balance(user).getMap(""), told.getMap("balance"));
        assertEquals(
                List.of(
                        List.of("PLAN", "ACTIVE", 25, 0, 1, 0, 0, 24),
                        List.of("ADJUSTMENT", "ACTIVE", 7, 0, 0, 0, 0, 7),
                        List.of("PLAN", "SET_ASIDE", 50, 2, 5, 43, 0, 0)),
                told.getList("grants", Map.class).stream()
                        .map(g -> List.of(
                                g.get("source"),
                                g.get("state"),
                                g.get("granted"),
                                g.get("used"),
                                g.get("held"),
                                g.get("lapsed"),
                                g.get("debt"),
                                g.get("remaining")))
                        .toList());
        assertEquals(
                List.of("Starter", "Pro"), List.of(told.get("grants[0].planName"), told.get("grants[2].planName")));
        assertNull(told.get("grants[1].planId"));
        assertEquals(told.getString("balance.periodStart"), told.getString("grants[2].start"));
        assertEquals(told.getString("balance.periodEnd"), told.getString("grants[2].end"));
        assertEquals(List.of(openInBoth, open), told.getList("holds.generationId"));
        assertEquals(List.of(OPUS, GROK), told.getList("holds.model"));
        assertEquals(List.of(5, 1), told.getList("holds.credits"));
        assertEquals(List.of(5, 0), told.getList("holds.heldElsewhere"));
        assertEquals(Gateway.look(user, open).path("expiresAt"), told.getString("holds[1].expiresAt"));
        assertEquals(
                Duration.ofMinutes(15),
                Duration.between(
                        Instant.parse(told.getString("holds[1].heldAt")),
                        Instant.parse(told.getString("holds[1].expiresAt"))));
        assertEquals(0, told.getInt("heldByOthers"));
    }

    @Test
    void aNewPeriodIsExplainedBeforeAnythingIsWrittenForIt() throws SQLException {
        Gateway.hold(user, Fresh.generation(), OPUS).then().statusCode(201);
        try (Connection connection = Db.asOwner()) {
            Books books = new Books(connection, CALENDAR_MONTHS);
            Optional<Account> before = books.account(new UserId(user));
            MovedClock.putForwardBy(Duration.ofDays(40), () -> {
                JsonPath told = explanation();
                assertEquals(List.of("ACTIVE", "ENDED"), told.getList("grants.state"));
                assertEquals(List.of(50, 0), told.getList("grants.remaining"));
                assertEquals(List.of(0, 5), told.getList("grants.held"));
                assertEquals(5, told.getInt("balance.heldElsewhere"));
            });
            assertEquals(before, books.account(new UserId(user)));
        }
    }

    /** Whatever happens between the reads of the grants and of the holds is in both or in neither. */
    @Test
    void grantsAndHoldsAreAsOfOneMoment() throws SQLException {
        String generation = Fresh.generation();
        Gateway.hold(user, generation, OPUS).then().statusCode(201);
        CompletableFuture<Response> asked;
        try (Connection other = Db.asOwner();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table hold in access exclusive mode");
            asked = CompletableFuture.supplyAsync(this::ask, Thread::startVirtualThread);
            Await.until(
                    "the grants are read and the holds are waited for",
                    () -> Db.number("select count(*) from pg_locks l where not granted and relation = 'hold'::regclass"
                                    + " and exists (select from pg_locks g where g.pid = l.pid and g.granted"
                                    + " and g.relation = 'credit_grant'::regclass)")
                            > 0);
            statement.execute("update credit_grant set held = 0 where user_id = '" + user + "'");
            statement.execute("update hold set status = 'RELEASED', ended_at = now() where user_id = '" + user + "'");
            other.commit();
        }
        JsonPath told = asked.join().then().statusCode(200).extract().jsonPath();
        assertEquals(List.of(5), told.getList("grants.held"));
        assertEquals(List.of(generation), told.getList("holds.generationId"));
        assertEquals(List.of(), explanation().getList("holds"));
    }

    /** A version that had the figures of the next would stand where the next belongs. */
    @Test
    void aVersionOfTheBalanceHasOneSetOfFiguresWhoeverWritesMeanwhile() throws SQLException {
        Gateway.hold(user, Fresh.generation(), OPUS).then().statusCode(201);
        Map<String, Object> before = Gateway.balance(user).getMap("");
        CompletableFuture<Map<String, Object>> looked;
        try (Connection other = Db.asOwner();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table credit_grant in access exclusive mode");
            looked = CompletableFuture.supplyAsync(() -> Gateway.balance(user).getMap(""), Thread::startVirtualThread);
            Await.until(
                    "the account is read and its grants are waited for",
                    () -> Db.number("select count(*) from pg_locks where not granted"
                                    + " and relation = 'credit_grant'::regclass")
                            > 0);
            statement.execute("update account set version = version + 1 where user_id = '" + user + "'");
            statement.execute("update credit_grant set held = 0 where user_id = '" + user + "'");
            statement.execute("update hold set status = 'RELEASED', ended_at = now() where user_id = '" + user + "'");
            other.commit();
        }
        Map<String, Object> after = Gateway.balance(user).getMap("");
        assertNotEquals(before, after);
        assertTrue(List.of(before, after).contains(looked.join()), () -> looked.join() + " never was");
    }

    @Test
    void ofVeryManyOpenHoldsTheOldestAreThereAndTheOthersInTheSum() {
        Admin.adjust(user, Fresh.generation(), 1000, "a batch").then().statusCode(200);
        Ledger ledger = ledgers.ledger(CALENDAR_MONTHS, Clock.systemUTC());
        Proof old = new Proof(null, Proof.Kind.TOKEN, Instant.EPOCH);
        List<Command> holds = IntStream.range(0, 203)
                .<Command>mapToObj(i -> new Command.PlaceHold(
                        new UserId(user),
                        new GenerationId(Fresh.generation()),
                        GPT,
                        2,
                        old,
                        null,
                        null,
                        Duration.ofMinutes(15)))
                .toList();
        ledger.applyEach(holds).await().atMost(Ledgers.LIMIT);
        Explanation explanation = ledger.lookAtOpenHolds(new UserId(user))
                .await()
                .atMost(Ledgers.LIMIT)
                .orElseThrow()
                .explanation();
        assertEquals(200, explanation.holds().size());
        assertEquals(6, explanation.heldByOthers());
        Invariants.check(explanation);
    }

    private Response ask() {
        return Routes.with(Tokens.SERVICE).get(Routes.explanation(user));
    }

    private JsonPath explanation() {
        return ask().then().statusCode(200).extract().jsonPath();
    }
}
