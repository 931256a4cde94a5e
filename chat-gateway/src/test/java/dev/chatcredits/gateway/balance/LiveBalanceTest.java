package dev.chatcredits.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Events;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.testing.RawHttp;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Open pages see every change of the balance. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by Quarkus.
class LiveBalanceTest {

    @TestHTTPResource
    URI gateway;

    @Inject
    @Identifier("default-kafka-broker") Map<String, Object> kafka;

    private final String user = Tokens.newUser();
    private final String token = Tokens.of(user, "pro_user");
    private final Chat pro = new Chat(token);

    /** Lesson PageSpace#1508. */
    @Test
    void aPageHasTheBalanceAtOnceAndAtEachChange() throws Exception {
        try (var page = open(token);
                var other = open(token)) {
            page.await("50 at once", events -> remaining(events, 50));
            pro.ask("anthropic/claude-opus-4.5", user).then().statusCode(200);
            page.await("45", events -> remaining(events, 45));
            other.await("45 on the other page too", events -> remaining(events, 45));
            page.await("the charge", events -> events.last().json().path("used").asLong() == 5);
            var versions = page.events().all().stream()
                    .map(event -> event.json().path("version").asLong())
                    .toList();
            assertEquals(versions.stream().sorted().distinct().toList(), versions, "never an older one");
        }
    }

    /** Lesson litellm#34238. Lesson autumn#630. */
    @Test
    void aNoticeThatIsOlderOrNoneIsNotShown() throws Exception {
        try (var page = open(token);
                var producer =
                        new KafkaProducer<>(new HashMap<>(kafka), new StringSerializer(), new StringSerializer())) {
            page.await("50 at once", events -> remaining(events, 50));
            var stale = (ObjectNode) page.events().last().json();
            stale.put("version", stale.path("version").asLong() - 1).put("remaining", 7);
            var newer = stale.deepCopy()
                    .put("version", stale.path("version").asLong() + 1000)
                    .put("remaining", 49);
            for (var notice : new String[] {"", "no json", "[]", "null", stale.toString(), newer.toString()}) {
                producer.send(new ProducerRecord<>("credit-balance-changed", user, notice))
                        .get();
            }
            page.await("the newer one", events -> remaining(events, 49));
            assertFalse(page.text().contains("\"remaining\":7"), page.text());
        }
    }

    @Test
    void aPageHearsAHeartbeat() throws Exception {
        try (var page = open(token)) {
            page.await(
                    "a comment",
                    events -> page.text().contains("\n:\n\n") || page.text().contains(":\n\n:\n\n"));
        }
    }

    @Test
    void aPageEndsWithItsToken() throws Exception {
        var brief = Tokens.sign(Tokens.claims(user)
                .claim("pla", "u:pro_user")
                .expiresAt(Instant.now().plusSeconds(3)));
        try (var page = open(brief)) {
            page.awaitEnd();
            assertTrue(remaining(page.events(), 50));
        }
    }

    @Test
    void morePagesThanAPersonCanUseAreRefused() throws Exception {
        var pages = new ArrayList<Page>();
        try {
            for (var i = 0; i < 20; i++) {
                pages.add(open(token));
            }
            // One that wasn't refused would have no end.
            try (var refused = open(token)) {
                assertEquals(429, refused.status());
                refused.awaitEnd();
                assertTrue(refused.text().contains("\"code\":\"RATE_LIMITED\""), refused.text());
            }
        } finally {
            for (var page : pages) {
                page.close();
            }
        }
        Chat.await("closed pages make room", () -> {
            try (var page = open(token)) {
                return page.status() == 200;
            }
        });
    }

    /** Somebody who loads a page again and again, or a browser that closes one which was never seen. */
    @Test
    void pagesThatAreLeftBeforeTheyAreOpenTakeNoRoom() throws Exception {
        var request =
                "GET /api/credits/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        for (var i = 0; i < 25; i++) {
            try (var connection = RawHttp.to(gateway.getPort())) {
                connection.send(request);
            }
        }
        Chat.await("room", () -> {
            try (var page = open(token)) {
                return page.status() == 200;
            }
        });
    }

    private static boolean remaining(Events events, long credits) {
        return !events.all().isEmpty()
                && events.last().name().equals("balance")
                && events.last().json().path("remaining").asLong() == credits;
    }

    @Test
    void pagesThatAreOpenedAtTheSameTimeAreCountedToo() throws Exception {
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var request = HttpRequest.newBuilder(gateway.resolve("/api/credits/stream"))
                    .header("Authorization", "Bearer " + token)
                    .build();
            var answers = IntStream.range(0, 60)
                    .mapToObj(i -> http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream()))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            assertEquals(20, answers.stream().filter(a -> a.statusCode() == 200).count());
            for (var refused :
                    answers.stream().filter(a -> a.statusCode() != 200).toList()) {
                assertEquals(429, refused.statusCode());
                assertTrue(refused.headers().firstValue("Retry-After").isPresent());
            }
            http.shutdownNow();
        }
    }

    private Page open(String bearer) throws Exception {
        var http = HttpClient.newHttpClient();
        var request = HttpRequest.newBuilder(gateway.resolve("/api/credits/stream"))
                .header("Authorization", "Bearer " + bearer)
                .build();
        return new Page(http, http.send(request, HttpResponse.BodyHandlers.ofInputStream()));
    }

    private interface Check {
        boolean holds(Events events);
    }

    /** What a page has received. */
    private static final class Page implements AutoCloseable {
        private final HttpClient http;
        private final HttpResponse<InputStream> response;
        private volatile String text = "";
        private volatile boolean ended;

        Page(HttpClient http, HttpResponse<InputStream> response) {
            this.http = http;
            this.response = response;
            Thread.ofVirtual().start(this::read);
        }

        int status() {
            return response.statusCode();
        }

        String text() {
            return text;
        }

        Events events() {
            return Events.of(text());
        }

        void await(String what, Check check) throws Exception {
            Chat.await(what, () -> check.holds(events()));
        }

        void awaitEnd() throws Exception {
            Chat.await("the end", () -> ended);
        }

        private void read() {
            try {
                var bytes = new byte[4096];
                for (var count = response.body().read(bytes);
                        count >= 0;
                        count = response.body().read(bytes)) {
                    text = text.concat(new String(bytes, 0, count, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                // Closed by the test.
            }
            ended = true;
        }

        @Override
        public void close() throws IOException {
            response.body().close();
            http.shutdownNow();
        }
    }
}
