package dev.chatcredits.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.BareCaller;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Events;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Two people at the same time, over many rounds, on all routes: nobody ever sees a thing of the other's. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform and Quarkus.
class TwoPeopleTest {

    /** Two credits a round, of fifty. */
    private static final int ROUNDS = Math.min(25, Integer.getInteger("rounds", 10));

    ProviderServer provider;

    @TestHTTPResource
    URI gateway;

    /** Somebody with an open page, who notes all that they are shown. */
    private final class Person implements AutoCloseable {
        private final String user = Tokens.newUser();
        private final Chat chat = new Chat(Tokens.of(user, "pro_user"));
        private final Set<String> mine = new HashSet<>();
        private final Set<String> shown = ConcurrentHashMap.newKeySet();
        private final AtomicReference<String> page = new AtomicReference<>("");
        private final InputStream stream;

        Person() throws Exception {
            provider.answerPrompt(user, Script.says("Dear ", user, ", no."));
            var request = HttpRequest.newBuilder(gateway.resolve("/api/credits/stream"))
                    .header("Authorization", "Bearer " + chat.token())
                    .build();
            stream = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body();
            Thread.ofVirtual().start(this::follow);
        }

        /** Also looks for the other's generations, by their ids. */
        Void round(Set<String> others) {
            var answer = chat.ask("x-ai/grok-4.1-fast", user);
            note(answer.then().statusCode(200).extract().asString());
            mine.add(answer.header("X-Generation-Id"));
            assertEquals("Dear " + user + ", no.", Events.of(answer.asString()).text());
            var whole = chat.complete("x-ai/grok-4.1-fast", user)
                    .then()
                    .statusCode(200)
                    .extract();
            note(whole.asString());
            mine.add(whole.header("X-Generation-Id"));
            note(chat.balance().toString());
            note(chat.request().get("/api/credits/history?limit=200").asString());
            note(chat.request().get("/api/credits/explanation").asString());
            mine.forEach(id -> note(chat.generation(id).toString()));
            for (var id : others) {
                var refused = chat.request()
                        .get("/api/generations/" + id)
                        .then()
                        .statusCode(404)
                        .extract();
                assertFalse(refused.asString().contains("x-ai/"), refused.asString());
            }
            return null;
        }

        private RequestSpecification asks(String parameter, Person other) {
            return chat.request().queryParam(parameter, other.user);
        }

        private void note(String text) {
            shown.add(text);
        }

        private void follow() {
            var bytes = new byte[8192];
            try {
                for (var count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
                    page.accumulateAndGet(new String(bytes, 0, count, StandardCharsets.UTF_8), String::concat);
                }
            } catch (IOException e) {
                // Closed by the test.
            }
        }

        void sawOnlyTheirOwn(Person other) {
            shown.add(page.get());
            for (var text : shown) {
                assertFalse(text.contains(other.user), text);
                other.mine.forEach(id -> assertFalse(text.contains(id), text));
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    @Test
    void neverSeeEachOthersData() throws Exception {
        try (var ada = new Person();
                var ben = new Person();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var round = 0; round < ROUNDS; round++) {
                var ofBen = Set.copyOf(ben.mine);
                var ofAda = Set.copyOf(ada.mine);
                var both = List.<Callable<Void>>of(() -> ada.round(ofBen), () -> ben.round(ofAda));
                for (var done : threads.invokeAll(both)) {
                    done.get();
                }
            }
            Chat.await(
                    "both pages show all charges",
                    () -> ada.page.get().contains("\"used\":" + 2 * ROUNDS)
                            && ben.page.get().contains("\"used\":" + 2 * ROUNDS));
            ada.sawOnlyTheirOwn(ben);
            ben.sawOnlyTheirOwn(ada);
            assertTrue(ada.page.get().contains(ada.user));
        }
    }

    /** Positions in a history are counted for each person anew, so that one of somebody else's fits. */
    @Test
    void neitherTheOthersCursorNorTheirIdLeadsToTheirs() throws Exception {
        try (var ada = new Person();
                var ben = new Person()) {
            ada.round(Set.of());
            ben.round(Set.of());
            for (var person : List.of(ada, ben)) {
                Chat.await("charged", () -> person.chat.balance().path("used").asLong() == 2);
            }
            String cursor =
                    ada.chat.request().get("/api/credits/history?limit=1").path("nextCursor");
            for (var id : List.of("userId", "user_id", "user", "sub")) {
                var histories = List.of(
                        ben.asks(id, ada).get("/api/credits/history"),
                        ben.asks(id, ada).queryParam("cursor", cursor).get("/api/credits/history"));
                for (var history : histories) {
                    var shown = history.then().statusCode(200).extract().asString();
                    assertTrue(ben.mine.stream().anyMatch(shown::contains), shown);
                    ben.note(shown);
                }
                ben.note(ben.asks(id, ada).get("/api/credits/explanation").asString());
                try (var stream = BareCaller.get(
                        gateway, "/api/credits/stream?" + id + "=" + encoded(ada.user), ben.chat.token())) {
                    stream.readUntil("\"userId\":\"" + ben.user + "\"");
                }
            }
            ben.sawOnlyTheirOwn(ada);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
