package dev.chatcredits.gateway.credit;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.gateway.testing.Way;
import dev.chatcredits.testing.Wire;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fault I1. A gateway without a token of its own can't ask the credit service: it fails closed, and goes on when the provider is back. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform and Quarkus.
class NoServiceTokenTest {

    Wire creditWire;
    Wire keysWire;
    ProviderServer provider;

    @Inject
    ServiceToken token;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));

    @BeforeEach
    void known() {
        assertEquals(50, pro.remaining());
        creditWire.count("/internal/");
    }

    @AfterEach
    void itGoesOnWhenTheProviderIsBack() throws Exception {
        keysWire.heal();
        Chat.await("a token", () -> pro.request().get("/api/credits").statusCode() == 200);
        assertEquals(50, pro.remaining());
        assertEquals(0, pro.held());
        assertEquals(0, provider.callsWith(user).size());
        Way.CHAT.ask(pro, user).then().statusCode(200);
    }

    @Test
    void withoutTheProviderNothingBegins() {
        keysWire.cut();
        nothingBegins();
    }

    @Test
    @Tag("long")
    void withOneThatSaysNothingNothingBegins() {
        keysWire.blackHole();
        nothingBegins();
    }

    /** At the same time, for each waits as long as for the credit service. */
    private void nothingBegins() {
        token.discard();
        var balance = later(() -> pro.request().get("/api/credits"));
        var answers = new EnumMap<Way, CompletableFuture<Response>>(Way.class);
        for (var way : Way.values()) {
            answers.put(way, later(() -> way.ask(pro, user)));
        }
        refused(balance.join(), "code");
        answers.forEach((way, answer) -> refused(answer.join(), way.path().startsWith("/v1/") ? "error.code" : "code"));
        assertEquals(0, creditWire.counted());
    }

    private static CompletableFuture<Response> later(Supplier<Response> request) {
        return CompletableFuture.supplyAsync(request, Thread::startVirtualThread);
    }

    private static void refused(Response answer, String code) {
        answer.then().statusCode(503).header("Retry-After", notNullValue()).body(code, equalTo("CREDIT_CHECK_FAILED"));
    }
}
