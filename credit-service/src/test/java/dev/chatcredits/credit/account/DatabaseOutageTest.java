package dev.chatcredits.credit.account;

import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.Events;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import dev.chatcredits.credit.support.Topic;
import dev.chatcredits.testing.Inside;
import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.PlatformPart.Kind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Without the database nothing is given away and nothing is lost. */
@QuarkusTest
@TestProfile(RealParts.class)
class DatabaseOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PlatformPart postgres = PlatformPart.shared(Kind.POSTGRES);
    private final String user = Fresh.user();
    private final String generation = Fresh.generation();

    /** Lesson litellm#33872. Fault P1. */
    @Test
    void aDatabaseThatIsKilledIsWaitedForByEventsAndRefusedToCallers() {
        Gateway.hold(user, generation, Gateway.OPUS).then().statusCode(201);
        int deadLetters = Topic.read(Topic.DEAD_LETTERS).size();
        postgres.kill();
        try {
            assertUnavailable(() -> Gateway.hold(user, Fresh.generation(), Gateway.OPUS));
            assertUnavailable(() -> Gateway.settle(user, generation, Gateway.OPUS));
            assertUnavailable(() -> Gateway.look(user, generation));
            assertUnavailable(() -> Routes.with(Tokens.SERVICE).get(Routes.account(user)));
            assertUnavailable(() -> Routes.with(Tokens.SERVICE).get(Routes.entries(user)));
            assertUnavailable(() -> Routes.with(Tokens.SERVICE).get(Routes.explanation(user)));
            assertUnavailable(() -> Routes.with(Tokens.ADMIN).get(Routes.AUDIT));
            Topic.send(user, Events.succeeded(user, generation, Gateway.OPUS));
            assertEquals(503, RestAssured.get("/q/health/ready").statusCode());
            assertEquals(200, RestAssured.get("/q/health/live").statusCode());
        } finally {
            postgres.start();
        }
        assertThatItWorksAgain(deadLetters);
    }

    /** A machine that hangs, or a network that swallows everything: no connection ever breaks. Fault P3. */
    @Test
    @Tag("long")
    void aDatabaseThatStandsStillIsNotWaitedForByCallersForEver() {
        Gateway.hold(user, generation, Gateway.OPUS).then().statusCode(201);
        int deadLetters = Topic.read(Topic.DEAD_LETTERS).size();
        postgres.pause();
        try {
            assertUnavailable(() -> Gateway.hold(user, Fresh.generation(), Gateway.OPUS));
            assertUnavailable(() -> Gateway.look(user, generation));
            assertUnavailable(() -> Routes.with(Tokens.SERVICE).get(Routes.entries(user)));
            Topic.send(user, Events.succeeded(user, generation, Gateway.OPUS));
        } finally {
            postgres.resume();
        }
        assertThatItWorksAgain(deadLetters);
    }

    /** Who reads waits for a connection, and takes memory meanwhile, also when its caller has gone. Fault P3. */
    @Test
    @Tag("long")
    void moreReadersThanCanWaitAreRefusedAtOnce() {
        Gateway.hold(user, generation, Gateway.OPUS).then().statusCode(201);
        int deadLetters = Topic.read(Topic.DEAD_LETTERS).size();
        postgres.pause();
        try {
            List<CompletableFuture<String>> refusals = Stream.generate(
                            () -> CompletableFuture.supplyAsync(this::refusal, Thread::startVirtualThread))
                    .limit(1_200)
                    .toList();
            assertTrue(refusals.stream()
                    .map(CompletableFuture::join)
                    .anyMatch("too many requests wait for the database"::equals));
        } finally {
            postgres.resume();
        }
        Topic.send(user, Events.succeeded(user, generation, Gateway.OPUS));
        assertThatItWorksAgain(deadLetters);
    }

    private String refusal() {
        return Routes.with(Tokens.SERVICE)
                .get(Routes.account(user))
                .then()
                .statusCode(503)
                .extract()
                .path("detail");
    }

    private void assertThatItWorksAgain(int deadLetters) {
        Await.until(
                "the event that waited is charged",
                () -> Gateway.look(user, generation).statusCode() == 200
                        && Gateway.status(user, generation).equals("SETTLED"));
        Gateway.hold(user, Fresh.generation(), Gateway.OPUS).then().statusCode(201);
        assertEquals(5, Gateway.balance(user).getInt("used"));
        assertEquals(deadLetters, Topic.read(Topic.DEAD_LETTERS).size());
        Await.until(
                "the service is ready", () -> RestAssured.get("/q/health/ready").statusCode() == 200);
        Admin.assertThatTheAuditFindsNothing();
    }

    private static void assertUnavailable(Supplier<Response> request) {
        long begin = System.nanoTime();
        Response refused = request.get();
        Duration waited = Duration.ofNanos(System.nanoTime() - begin);
        refused.then().statusCode(503).contentType("application/problem+json").body("code", is("OVERLOADED"));
        assertEquals("1", refused.header("Retry-After"));
        assertFalse(Inside.isIn(refused.asString()), refused.asString());
        assertTrue(waited.compareTo(PATIENCE) < 0, "answered after " + waited);
    }
}
