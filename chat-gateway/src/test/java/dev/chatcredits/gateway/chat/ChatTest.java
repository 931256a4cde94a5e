package dev.chatcredits.gateway.chat;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Events;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(CreditPlatform.class)
class ChatTest {

    @SuppressWarnings("NullAway.Init") // Injected by CreditPlatform.
    ProviderServer provider;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));

    @Test
    void anAnswerIsHeldStreamedAndCharged() throws Exception {
        provider.answerPrompt(user, Script.says("Because ", "of ", "Rayleigh."));
        var response = pro.ask("openai/gpt-5.1", user);
        response.then().statusCode(200).contentType("text/event-stream");
        var events = Events.of(response.asString());
        assertEquals(List.of("hold", "delta", "delta", "delta", "receipt"), events.names());
        assertEquals("Because of Rayleigh.", events.text());
        var id = response.header("X-Generation-Id");
        var hold = events.only("hold");
        assertEquals(id, hold.path("generationId").asText());
        assertEquals(2, hold.path("held").asLong());
        assertEquals(48, hold.path("remaining").asLong());
        assertEquals(50, hold.path("total").asLong());
        var receipt = events.only("receipt");
        assertEquals(2, receipt.path("charged").asLong());
        assertEquals(48, receipt.path("remaining").asLong());
        assertEquals("PROVIDER", receipt.at("/usage/source").asText());
        assertEquals(3, receipt.at("/usage/completionTokens").asLong());
        Chat.await(
                "settled through Kafka",
                () -> pro.generation(id).path("status").asText().equals("SETTLED"));
        assertEquals(2, pro.generation(id).path("charged").asLong());
        assertEquals(48, pro.remaining());
        assertEquals(0, pro.held());
    }

    /** Thoughts that were cut off are an answer to an SDK, which is shown them; here nothing arrives. */
    @Test
    void whatThisRouteDoesNotShowIsNotCharged() throws Exception {
        provider.answerPrompt(user, Script.stream(List.of(Script.thought("Hm."), Script.finish("length"))));
        var events = Events.of(pro.ask("openai/gpt-5.1", user).asString());
        assertEquals(List.of("hold", "error"), events.names());
        assertEquals("PROVIDER_FAILED", events.only("error").path("code").asText());
        Chat.await("given back", () -> pro.held() == 0);
        assertEquals(50, pro.remaining());
        var sdk = pro.complete("openai/gpt-5.1", user, "\"stream\": true").asString();
        assertTrue(sdk.contains("Hm.") && sdk.contains("\"charged\":2"), sdk);
    }

    @Test
    void aRefusalOfTheModelIsShown() {
        var refusal = Script.token("");
        ((ObjectNode) refusal.at("/choices/0/delta")).put("refusal", "No.");
        provider.answerPrompt(user, Script.stream(List.of(refusal, Script.finish("stop"))));
        var events = Events.of(pro.ask("openai/gpt-5.1", user).asString());
        assertEquals("No.", events.text());
        assertEquals(2, events.only("receipt").path("charged").asLong());
    }

    @Test
    void withoutEnoughCreditsTheProviderIsNotCalled() {
        var starter = new Chat(Tokens.of(user, "starter_user"));
        for (var i = 0; i < 5; i++) {
            starter.ask("anthropic/claude-opus-4.5", user).then().statusCode(200);
        }
        var before = provider.calls().size();
        starter.ask("x-ai/grok-4.1-fast", user)
                .then()
                .statusCode(402)
                .contentType("application/problem+json")
                .body("code", equalTo("INSUFFICIENT_CREDITS"))
                .body("remaining", equalTo(0))
                .body("required", equalTo(1))
                .body("upgradeUrl", equalTo("/pricing"))
                .body("resetsAt", notNullValue())
                .body("affordableModels", equalTo(List.of()))
                .header("x-should-retry", "false");
        assertEquals(before, provider.calls().size());
    }
}
