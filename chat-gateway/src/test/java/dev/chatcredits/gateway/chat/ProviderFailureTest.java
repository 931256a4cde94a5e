package dev.chatcredits.gateway.chat;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.provider.ProviderCall;
import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Events;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failed costs nothing: whatever the provider does wrong, the credits come back, and the caller is told at once. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform.
class ProviderFailureTest {

    private static final String MODEL = "openai/gpt-5.1";

    ProviderServer provider;
    ProviderServer secondProvider;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));

    @AfterEach
    void nothingWasCharged() throws Exception {
        Chat.await("the credits are back", () -> pro.remaining() == 50 && pro.held() == 0);
    }

    /** Lesson new-api#4168. Fault U1. */
    @Test
    void beforeTheFirstTokenTheFailureIsAStatus() {
        provider.answerPrompt(user, Script.status(500));
        var id = pro.ask(MODEL, user)
                .then()
                .statusCode(502)
                .contentType("application/problem+json")
                .body("code", equalTo("PROVIDER_FAILED"))
                .body("detail", not(containsString("upstream text")))
                .extract()
                .header("X-Generation-Id");
        assertEquals(2, callsFor(provider).size(), "tried once more");
        pro.complete(MODEL, user).then().statusCode(502).body("error.code", equalTo("PROVIDER_FAILED"));
        pro.complete(MODEL, user, "\"stream\":true").then().statusCode(502);
        released(id);
    }

    @Test
    void whatTheProviderRefusesIsNotTriedAgain() {
        provider.answerPrompt(user, Script.status(422));
        pro.ask(MODEL, user).then().statusCode(502).body("code", equalTo("PROVIDER_FAILED"));
        assertEquals(1, callsFor(provider).size());
    }

    @Test
    void afterTheFirstTokenTheFailureIsAnEvent() {
        provider.answerPrompt(user, Script.diesAfter("Because ", "of "));
        var events =
                Events.of(pro.ask(MODEL, user).then().statusCode(200).extract().asString());
        assertEquals(List.of("hold", "delta", "delta", "error"), events.names());
        var error = events.only("error");
        assertEquals("PROVIDER_FAILED", error.path("code").asText());
        assertEquals(0, error.path("charged").asLong(-1));
        assertEquals(1, callsFor(provider).size(), "never again after the first token");
        released(error.path("generationId").asText());
    }

    @Test
    void inOpenAisStreamTheFailureIsAnErrorAndThereIsNoDone() {
        provider.answerPrompt(user, Script.diesAfter("Because "));
        var stream = pro.complete(MODEL, user, "\"stream\":true")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        var events = Events.of(stream);
        assertEquals("PROVIDER_FAILED", events.last().json().at("/error/code").asText());
        assertTrue(!stream.contains("[DONE]") && !stream.contains("\"stop\""), stream);
    }

    private List<ProviderCall> callsFor(ProviderServer server) {
        return server.calls().stream()
                .filter(call -> call.body().toString().contains(user))
                .toList();
    }

    private void released(String id) {
        try {
            Chat.await(
                    "released", () -> pro.generation(id).path("status").asText().equals("RELEASED"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        assertEquals(0, pro.generation(id).path("charged").asLong(-1));
    }
}
