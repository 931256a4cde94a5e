package dev.chatcredits.gateway.identity;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.chatcredits.gateway.testing.Browser;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.SigningKeys;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a session and its streams last: with its token, with the provider's word, and with logout. */
@QuarkusTest
@WithTestResource(value = CreditPlatform.class, initArgs = @ResourceArg(name = CreditPlatform.LOGIN, value = ""))
@SuppressWarnings("NullAway.Init") // Injected by Quarkus and by CreditPlatform.
class SessionEndTest {

    private static final String QUESTION =
            "{\"model\": \"x-ai/grok-4.1-fast\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}";

    @TestHTTPResource
    URI gateway;

    PlatformPart people;

    @Inject
    Elsewhere elsewhere;

    private boolean shortLived;

    @AfterEach
    void longLivedAgain() {
        if (shortLived) {
            people.stop();
            people.start();
        }
    }

    @Test
    void aSessionGoesOnAsLongAsTheProviderRenewsItAndEndsWhenItDoesNot() throws Exception {
        tokensLiveFor(2);
        var bob = Browser.of(gateway, "bob");
        var first = Map.copyOf(bob.cookies());
        Chat.await("a new session cookie", () -> {
            bob.get("/api/credits").then().statusCode(200);
            return !bob.cookies().equals(first);
        });
        // A provider that doesn't know the session any more.
        people.stop();
        people.start();
        Chat.await("the end", () -> bob.get("/api/credits").statusCode() == 401);
        bob.get("/api/credits/stream").then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
        bob.get("/login").then().statusCode(302).header("Location", startsWith(people.issuer()));
    }

    /** Fault I2. */
    @Test
    void aSessionEndsWithTheKeyThatProvesIt() {
        var keys = new SigningKeys(people);
        var bob = Browser.of(gateway, "bob");
        keys.rotate();
        keys.rotate();
        bob.get("/api/credits").then().statusCode(200);
        // A key that is new makes the gateway ask which there are.
        var alice = Browser.of(gateway, "alice");
        alice.get("/api/credits").then().statusCode(200);
        bob.get("/api/credits").then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
        bob.get("/login").then().statusCode(302).header("Location", startsWith(people.issuer()));
    }

    @Test
    void streamsEndWithTheTokenOfTheirSession() {
        tokensLiveFor(2);
        var bob = Browser.of(gateway, "bob");
        // Returns when the stream has ended.
        var events = bob.get("/api/credits/stream");
        assertEquals(200, events.statusCode());
        assertFalse(events.asString().isEmpty());
    }

    @Test
    void streamsEndWithLogout() throws Exception {
        var bob = Browser.of(gateway, "bob");
        var other = Browser.of(gateway, "alice");
        try (var mine = new Follower(gateway, bob);
                var hers = new Follower(gateway, other)) {
            Chat.await("both follow", () -> mine.follows() && hers.follows());
            bob.kept(bob.own().post("/logout")).then().statusCode(302);
            Chat.await("the end of mine", mine::ended);
            assertFalse(hers.ended());
        }
    }

    /** Fault I1. */
    @Test
    void peopleWhoAreLoggedInGoOnWhenTheProviderIsDown() {
        var bob = Browser.of(gateway, "bob");
        shortLived = true;
        people.stop();
        bob.get("/api/credits").then().statusCode(200).body("userId", equalTo("bob"));
        bob.own()
                .contentType("application/json")
                .body(QUESTION)
                .post("/api/chat")
                .then()
                .statusCode(200);
        people.start();
    }

    /** Fault I1. Browsers would show an error page of their own, without a way back. */
    @Test
    @Tag("long")
    void whoLogsInOrOutWhenTheProviderIsDownStaysOnOurPages() throws Exception {
        var bob = Browser.of(gateway, "bob");
        var alice = new Browser(gateway);
        var chosen = alice.chooseAtProvider(alice.get("/login").header("Location"), "alice");
        shortLived = true;
        people.stop();
        Chat.await("the outage is known", () -> login().equals("/?login=unavailable"));
        alice.get(chosen.header("Location")).then().statusCode(303).header("Location", equalTo("/?login=unavailable"));
        bob.kept(bob.own().post("/logout"))
                .then()
                .statusCode(303)
                .header("Location", equalTo("/?login=logged-out-here"));
        bob.get("/api/credits").then().statusCode(401);
        people.start();
        Chat.await("the provider is known to be back", () -> login().startsWith(people.issuer()));
    }

    /** Fault I1. Those who come after don't make those wait who were there before, and each is served where its connection lives. */
    @Test
    @Tag("long")
    void whoLogsInWhileTheProviderHangsIsToldSo() throws Exception {
        login();
        people.pause();
        try (var logins = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> login = this::login;
            // What is known of the provider has to get old.
            Chat.await("somebody waits for an answer", () -> waits(logins.submit(login)));
            var first = logins.submit(login);
            Chat.await("an answer", () -> {
                var next = logins.submit(login);
                return !waits(first) || next.isDone();
            });
            assertEquals("/?login=unavailable", first.get());
            people.resume();
        } finally {
            people.resume();
        }
        assertEquals(Set.of(), elsewhere.gone);
        Chat.await("the provider is known to be back", () -> login().startsWith(people.issuer()));
    }

    private static boolean waits(Future<String> login) throws Exception {
        try {
            login.get(300, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        }
    }

    /** Which requests left the thread of their connection while they waited. */
    @Singleton
    static class Elsewhere {

        private static final int BEFORE_THE_WAIT = 860;
        private static final int AFTER_IT = 840;

        final Set<String> gone = ConcurrentHashMap.newKeySet();

        void register(@Observes Filters filters) {
            filters.register(
                    context -> context.put("home", Thread.currentThread()).next(), BEFORE_THE_WAIT);
            filters.register(this::compare, AFTER_IT);
        }

        private void compare(RoutingContext context) {
            if (!Thread.currentThread().equals(context.get("home"))) {
                gone.add(context.normalizedPath() + " on "
                        + Thread.currentThread().getName());
            }
            context.next();
        }
    }

    private String login() {
        return new Browser(gateway).get("/login").header("Location");
    }

    private void tokensLiveFor(int seconds) {
        shortLived = true;
        people.stop();
        people.start("-Dtoken-life=" + seconds);
    }
}
