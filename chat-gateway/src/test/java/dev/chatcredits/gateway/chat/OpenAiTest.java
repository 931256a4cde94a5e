package dev.chatcredits.gateway.chat;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatcredits.gateway.provider.ProviderCall;
import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Events;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform.
class OpenAiTest {

    private static final String MODEL = "openai/gpt-5.1";
    private static final String STREAM = "\"stream\":true";

    ProviderServer provider;
    ProviderServer secondProvider;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));

    @Test
    void aWholeAnswerHasItsReceiptInHeaders() {
        provider.answerPrompt(user, Script.says("Because"));
        var response = pro.complete(MODEL, user);
        response.then()
                .statusCode(200)
                .contentType("application/json")
                .header("X-Credits-Charged", "2")
                .header("X-Credits-Remaining", "48")
                .body("object", equalTo("chat.completion"))
                .body("model", equalTo(MODEL))
                .body("choices[0].message.content", equalTo("Because"));
        assertEquals("SETTLED", settled(response.header("X-Generation-Id")));
    }

    @Test
    void aStreamEndsWithFinishReasonReceiptAndDone() {
        provider.answerPrompt(user, Script.says("Because ", "of"));
        var response = pro.complete(MODEL, user, STREAM);
        response.then().statusCode(200).contentType("text/event-stream");
        var events = Events.of(response.asString()).all();
        assertEquals("[DONE]", events.getLast().data());
        var last = events.get(events.size() - 2).json();
        assertEquals("stop", last.at("/choices/0/finish_reason").asText());
        assertEquals(2, last.at("/credits/charged").asLong());
        assertEquals(48, last.at("/credits/remaining").asLong());
        assertEquals(
                response.header("X-Generation-Id"),
                last.at("/credits/generationId").asText());
        assertEquals(5, events.size(), "role, two tokens, finish, done: no usage, for nobody asked");
        events.subList(0, 4).forEach(event -> assertFalse(event.json().has("usage")));
        events.subList(0, 4)
                .forEach(event -> assertEquals(MODEL, event.json().path("model").asText()));
    }

    @Test
    void whoAsksForUsageGetsItInAChunkOfItsOwn() {
        provider.answerPrompt(user, Script.says("Because ", "of"));
        var events = Events.of(pro.complete(MODEL, user, STREAM, "\"stream_options\":{\"include_usage\":true}")
                        .asString())
                .all();
        var usage = events.get(events.size() - 2).json();
        assertTrue(usage.path("choices").isEmpty());
        assertEquals(2, usage.at("/usage/completion_tokens").asLong());
        assertEquals(2, usage.at("/credits/charged").asLong());
        assertEquals(
                "stop",
                events.get(events.size() - 3)
                        .json()
                        .at("/choices/0/finish_reason")
                        .asText());
    }

    @Test
    void whatIsNotKnownHerePassesThroughAsItWas() {
        pro.request()
                .body("""
                        {"model": "openai/gpt-5.1", "n": 1, "temperature": 0.70, "seed": 123456789012345678901, "unheard_of": {"a": [1, null]},
                         "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}],
                         "messages": [{"role": "user", "name": "me", "content": [{"type": "text", "text": "%s"},
                                       {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]},
                                      {"role": "assistant", "content": null, "tool_calls": [{"id": "c"}]},
                                      {"role": "tool", "tool_call_id": "c", "content": ""}]}
                        """.formatted(user))
                .post("/v1/chat/completions")
                .then()
                .statusCode(200);
        var sent = lastCall().body();
        assertEquals("upstream-1", sent.path("model").asText());
        assertEquals(0.7, sent.path("temperature").asDouble());
        assertEquals("123456789012345678901", sent.path("seed").asText());
        assertEquals("[1,null]", sent.at("/unheard_of/a").toString());
        assertEquals("function", sent.at("/tools/0/type").asText());
        assertEquals("image_url", sent.at("/messages/0/content/1/type").asText());
        assertEquals("me", sent.at("/messages/0/name").asText());
        assertFalse(sent.path("stream").asBoolean(true));
        assertFalse(sent.has("stream_options"));
    }

    /** Lesson litellm#37053: who pays, how much, and who is asked with which key, is in none of them. */
    @Test
    void nothingInABodySaysWhoPaysWhatOrWhereItGoes() throws Exception {
        var other = new Chat(Tokens.of(Tokens.newUser(), "pro_user"));
        var others = other.balance();
        var called = secondProvider.calls().size();
        var id = others.path("userId").asText();
        var members = new String[] {
            "\"userId\":\"" + id + "\",\"user_id\":\"" + id + "\",\"user\":\"" + id + "\",\"sub\":\"" + id + "\"",
            "\"cost\":0,\"credits\":0,\"price\":-1,\"planId\":\"free\",\"generationId\":\"g\",\"attempt\":\"a\"",
            "\"api_base\":\"" + secondProvider.baseUrl() + "\",\"base_url\":\"" + secondProvider.baseUrl() + "\"",
            "\"api_key\":\"sk-theirs\",\"headers\":{\"Authorization\":\"Bearer sk-theirs\"}"
        };
        pro.complete(MODEL, user, members).then().statusCode(200).header("X-Credits-Charged", "2");
        var streamed = pro.complete(
                MODEL,
                user,
                Stream.concat(Stream.of(STREAM), Stream.of(members)).toArray(String[]::new));
        assertTrue(streamed.asString().contains("\"charged\":2"), streamed.asString());
        Chat.await("both are charged", () -> pro.balance().path("used").asLong() == 4);
        assertEquals(46, pro.remaining());
        assertEquals(others, other.balance());
        assertEquals(called, secondProvider.calls().size());
        provider.callsWith(user)
                .forEach(call -> assertFalse(call.headers().toString().contains("theirs")));
    }

    @Test
    void theGatewaySetsTheUsageOptionAndKeepsTheOthers() {
        pro.complete(MODEL, user, STREAM, "\"stream_options\":{\"include_usage\":false,\"other\":1}")
                .then()
                .statusCode(200);
        var options = lastCall().body().path("stream_options");
        assertTrue(options.path("include_usage").asBoolean());
        assertEquals(1, options.path("other").asInt());
    }

    @Test
    void noHeaderOfTheCallerReachesTheProvider() {
        pro.request()
                .header("X-Secret", "theirs")
                .header("OpenAI-Organization", "theirs")
                .header("Cookie", "a=b")
                .body("{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + user + "\"}]}")
                .post("/v1/chat/completions")
                .then()
                .statusCode(200);
        assertFalse(
                lastCall().headers().toString().contains("theirs"),
                lastCall().headers().toString());
        assertFalse(lastCall().headers().toString().contains(pro.token()));
        assertNull(lastCall().headers().get("cookie"));
    }

    @Test
    void aRefusalHasOpenAisForm() {
        new Chat(Tokens.without(user))
                .complete(MODEL, user)
                .then()
                .statusCode(402)
                .contentType("application/json")
                .header("x-should-retry", "false")
                .body("error.type", equalTo("insufficient_quota"))
                .body("error.code", equalTo("NO_SUBSCRIPTION"))
                .body("error.param", nullValue())
                .body("error.remaining", equalTo(0))
                .body("error.required", equalTo(2))
                .body("error.upgradeUrl", equalTo("/pricing"));
    }

    @Test
    void theListOfModelsHasTheirPrices() {
        pro.request()
                .get("/v1/models")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.id", hasItem(MODEL))
                .body("data.find { it.id == 'openai/gpt-5.1' }.credits", equalTo(2))
                .body("data.find { it.id == 'openai/gpt-5.1' }.owned_by", equalTo("openai"))
                .body("data.find { it.id == 'free/unpriced' }.credits", equalTo(1));
    }

    private String settled(String id) {
        try {
            Chat.await(
                    "settled", () -> pro.generation(id).path("status").asText().equals("SETTLED"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        JsonNode generation = pro.generation(id);
        return generation.path("status").asText();
    }

    private ProviderCall lastCall() {
        return provider.calls().stream()
                .filter(call -> call.body().toString().contains(user))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
