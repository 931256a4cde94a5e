package dev.chatcredits.gateway.chat;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.chatcredits.gateway.provider.ProviderServer;
import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One person can't take the gateway from all others. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
@SuppressWarnings("NullAway.Init") // Injected by CreditPlatform.
class CrowdTest {

    private static final int PER_USER = 40;

    ProviderServer provider;

    private final String user = Tokens.newUser();
    private final Chat pro = new Chat(Tokens.of(user, "pro_user"));

    @Test
    void tooManyAtOnceAreRefusedUntilOneHasEnded() throws Exception {
        var go = new CountDownLatch(1);
        provider.answerPrompt(user, call -> {
            go.await();
            Script.says("Because").play(call);
        });
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, PER_USER)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> pro.ask("x-ai/grok-4.1-fast", user), threads))
                    .toList();
            Chat.await("all are held", () -> pro.held() == PER_USER);
            pro.ask("x-ai/grok-4.1-fast", user)
                    .then()
                    .statusCode(429)
                    .header("Retry-After", notNullValue())
                    .body("code", equalTo("RATE_LIMITED"));
            new Chat(Tokens.of(Tokens.newUser(), "pro_user"))
                    .ask("x-ai/grok-4.1-fast", "Hi")
                    .then()
                    .statusCode(200);
            go.countDown();
            running.forEach(answer -> answer.join().then().statusCode(200));
        }
        pro.ask("x-ai/grok-4.1-fast", user).then().statusCode(200);
    }
}
