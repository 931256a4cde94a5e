package dev.chatcredits.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No credits, no generation; on any route, with any request, however many at a time. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform and Quarkus.
class InsufficientCreditsTest {

    private static final int TRIES = 1000;
    private static final int AT_A_TIME = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The models and what they cost. */
    private enum Model {
        GROK("x-ai/grok-4.1-fast", 1),
        GPT("openai/gpt-5.1", 2),
        GEMINI("google/gemini-3-pro-preview", 3),
        CLAUDE("anthropic/claude-opus-4.5", 5);

        private final String id;
        private final int cost;

        Model(String id, int cost) {
            this.id = id;
            this.cost = cost;
        }
    }

    private enum Route {
        CHAT,
        COMPLETION,
        STREAM
    }

    private record Try(Route route, Model model, int remaining, String text, boolean keyed) {}

    ProviderServer provider;

    @TestHTTPResource
    URI gateway;

    private final HttpClient http = HttpClient.newHttpClient();

    /** Fault B3. */
    @Test
    @Tag("Property-5")
    @DisplayName(
            "Property 5: a request without enough credits is refused before the provider is called. Validates: R6.3, R6.4")
    void withoutEnoughCreditsNoRequestReachesTheProvider() throws Exception {
        var tokens = peopleWith(0, 1, 2, 3, 4);
        var before = provider.calls().size();
        List<Try> tries = new ArrayList<>();
        JqwikSession.run(() -> tries().sampleStream().limit(TRIES).forEach(tries::add));
        for (var from = 0; from < TRIES; from += AT_A_TIME) {
            var answers = tries.subList(from, from + AT_A_TIME).stream()
                    .map(it -> send(it, tokens.get(it.remaining)))
                    .toList();
            for (var i = 0; i < AT_A_TIME; i++) {
                var it = tries.get(from + i);
                var answer = answers.get(i).get();
                assertEquals(402, answer.statusCode(), it + " " + answer.body());
                var body = JSON.readTree(answer.body());
                var problem = it.route == Route.CHAT ? body : body.path("error");
                assertEquals("INSUFFICIENT_CREDITS", problem.path("code").asText(), it.toString());
                assertEquals(it.remaining, problem.path("remaining").asInt(-1), it.toString());
                assertEquals(it.model.cost, problem.path("required").asInt(), it.toString());
            }
        }
        assertEquals(before, provider.calls().size(), "the provider counts no call");
    }

    /** Lesson new-api#5690. */
    @Test
    @Tag("Property-4")
    @DisplayName("Property 4: of many requests at a time exactly the affordable ones begin. Validates: R4.1, R6.5")
    void ofManyAtATimeExactlyTheAffordableBegin() throws Exception {
        for (var model : List.of(Model.CLAUDE, Model.GEMINI)) {
            var user = Tokens.newUser();
            var token = Tokens.of(user, "starter_user");
            var affordable = 25 / model.cost;
            var before = callsFor(user);
            var answers = IntStream.range(0, 30)
                    .mapToObj(i -> send(new Try(Route.values()[i % 3], model, 25, user, i % 2 == 0), token))
                    .toList();
            var statuses = new ArrayList<Integer>();
            for (var answer : answers) {
                statuses.add(answer.get().statusCode());
            }
            assertEquals(
                    affordable,
                    statuses.stream().filter(status -> status == 200).count(),
                    statuses.toString());
            assertEquals(
                    30 - affordable,
                    statuses.stream().filter(status -> status == 402).count(),
                    statuses.toString());
            assertEquals(affordable, callsFor(user) - before);
            assertEquals(25 % model.cost, new Chat(token).remaining());
        }
    }

    private static Arbitrary<Try> tries() {
        var text = Arbitraries.strings()
                .withCharRange(' ', '~')
                .ofMinLength(1)
                .ofMaxLength(40)
                .filter(said -> !said.isBlank());
        return Combinators.combine(
                        Arbitraries.of(Route.values()),
                        Arbitraries.of(Model.values()),
                        Arbitraries.integers().between(0, 100),
                        text,
                        Arbitraries.of(true, false))
                .as((route, model, some, said, keyed) -> new Try(route, model, some % model.cost, said, keyed));
    }

    /** Tokens of people with so many credits left, by that number. */
    private List<String> peopleWith(int... remaining) throws Exception {
        var tokens = new ArrayList<String>();
        for (var left : remaining) {
            var user = Tokens.newUser();
            var token = Tokens.of(user, "starter_user");
            for (var i = 0; i < 4; i++) {
                assertEquals(
                        200,
                        send(new Try(Route.COMPLETION, Model.CLAUDE, 0, user, false), token)
                                .get()
                                .statusCode());
            }
            for (var i = 0; i < 5 - left; i++) {
                assertEquals(
                        200,
                        send(new Try(Route.COMPLETION, Model.GROK, 0, user, false), token)
                                .get()
                                .statusCode());
            }
            assertEquals(left, new Chat(token).remaining());
            tokens.add(token);
        }
        return tokens;
    }

    private CompletableFuture<HttpResponse<String>> send(Try it, String token) {
        var body = JSON.createObjectNode().put("model", it.model.id);
        if (it.route == Route.STREAM) {
            body.put("stream", true);
        }
        body.putArray("messages").addObject().put("role", "user").put("content", it.text);
        var request = HttpRequest.newBuilder(
                        gateway.resolve(it.route == Route.CHAT ? "/api/chat" : "/v1/chat/completions"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        if (it.keyed) {
            request.header("Idempotency-Key", "key-" + System.nanoTime());
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private long callsFor(String user) {
        return provider.calls().stream()
                .filter(call -> call.body().toString().contains(user))
                .count();
    }
}
