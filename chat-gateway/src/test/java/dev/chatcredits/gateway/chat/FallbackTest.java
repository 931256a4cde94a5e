package dev.chatcredits.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Events;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Before the first token another provider can answer, under the same hold and for the same price. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform.
class FallbackTest {

    private static final String MODEL = "with/fallback";

    ProviderServer provider;
    ProviderServer secondProvider;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));

    /** Fault U1. */
    @Test
    void theNextProviderAnswersInPlaceOfOneThatIsDown() {
        provider.answerPrompt(user, Script.status(503));
        secondProvider.answerPrompt(user, Script.says("From the second"));
        var events =
                Events.of(pro.ask(MODEL, user).then().statusCode(200).extract().asString());
        assertEquals("From the second", events.text());
        assertEquals(1, events.only("receipt").path("charged").asLong());
        assertEquals(49, pro.remaining());
    }

    @Test
    void anAnswerWithoutAWordCanBeGivenByTheNext() {
        provider.answerPrompt(user, Script.says());
        secondProvider.answerPrompt(user, Script.says("From the second"));
        pro.complete(MODEL, user).then().statusCode(200);
        assertEquals(49, pro.remaining());
    }

    @Test
    void aProviderThatRecoversIsTriedOnceMore() {
        var calls = new AtomicInteger();
        provider.answerPrompt(user, call -> {
            var script = calls.incrementAndGet() == 1 ? Script.status(429) : Script.says("At last");
            script.play(call);
        });
        var events = Events.of(
                pro.ask("openai/gpt-5.1", user).then().statusCode(200).extract().asString());
        assertEquals("At last", events.text());
        assertEquals(48, pro.remaining());
    }

    @Test
    void afterTheFirstTokenNobodyElseAnswers() {
        provider.answerPrompt(user, Script.diesAfter("From the first"));
        var before = secondProvider.calls().size();
        var events =
                Events.of(pro.ask(MODEL, user).then().statusCode(200).extract().asString());
        assertEquals("PROVIDER_FAILED", events.only("error").path("code").asText());
        assertEquals(before, secondProvider.calls().size());
    }

    /** One that has said all that it says, and has failed, before the call of it returns. */
    @Test
    void afterTheFirstTokenOfOneThatFailsAtOnceNobodyElseAnswers() {
        var events = Events.of(pro.ask("at-once/fallback", "[fail mid-stream] " + user)
                .then()
                .statusCode(200)
                .extract()
                .asString());
        assertEquals("PROVIDER_FAILED", events.only("error").path("code").asText());
        assertEquals(List.of(), secondProvider.callsWith(user));
    }
}
