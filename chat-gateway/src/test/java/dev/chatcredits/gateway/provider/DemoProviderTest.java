package dev.chatcredits.gateway.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DemoProviderTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Vertx VERTX = Vertx.vertx();

    private final Provider demo = new DemoProvider(Duration.ofMillis(1), VERTX);

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    @Test
    void streamsWordByWordInTheOrderOfOpenAi() {
        var chunks = stream("Why is the sky blue?").awaitCompletion(LIMIT).getItems();
        assertEquals("assistant", chunks.getFirst().at("/choices/0/delta/role").asText());
        assertTrue(chunks.size() > 30);
        var finish = chunks.get(chunks.size() - 2);
        assertEquals("stop", finish.at("/choices/0/finish_reason").asText());
        var usage = chunks.getLast();
        assertTrue(usage.path("choices").isArray() && usage.path("choices").isEmpty());
        assertEquals(5, usage.at("/usage/prompt_tokens").asInt());
        assertEquals(chunks.size() - 3, usage.at("/usage/completion_tokens").asInt());
        var text = text(chunks);
        assertTrue(text.contains("“Why is the sky blue?”") && text.contains("demo"), text);
        chunks.forEach(chunk ->
                assertEquals("chat.completion.chunk", chunk.path("object").asText()));
    }

    @Test
    void answersAsAWholeWhatItWouldStream() {
        var whole = demo.complete(TestRoutes.request("Hi", false)).await().atMost(LIMIT);
        assertEquals("chat.completion", whole.path("object").asText());
        assertEquals(
                text(stream("Hi").awaitCompletion(LIMIT).getItems()),
                whole.at("/choices/0/message/content").asText());
        assertEquals("stop", whole.at("/choices/0/finish_reason").asText());
        assertTrue(whole.at("/usage/total_tokens").asInt() > 30);
    }

    @Test
    void failsBeforeTheFirstTokenWhenAsked() {
        assertFails("Please [fail]", ProviderFailure.Kind.UNAVAILABLE, 0, 0);
    }

    @Test
    void failsInTheMiddleWhenAsked() {
        assertFails("Please [fail mid-stream] now", ProviderFailure.Kind.BROKEN, 10, 60);
    }

    @Test
    void isEmptyWhenAsked() {
        assertFails("[empty]", ProviderFailure.Kind.BROKEN, 3, 3);
    }

    @Test
    void isSlowWhenAsked() {
        var demo = new DemoProvider(Duration.ofMillis(20), VERTX);
        var start = System.nanoTime();
        demo.stream(TestRoutes.request("[slow]", true))
                .select()
                .first(2)
                .collect()
                .asList()
                .await()
                .atMost(LIMIT);
        assertTrue(System.nanoTime() - start >= Duration.ofSeconds(1).toNanos());
    }

    @Test
    void onlyTheLastMessageOfTheUserHasSwitches() {
        var request = TestRoutes.request("[fail]", true);
        request.withArray("messages").addObject().put("role", "assistant").putNull("content");
        request.withArray("messages").addObject().put("role", "user").put("content", "And now?");
        request.withArray("messages").addObject().put("role", "assistant").put("content", "[fail]");
        var usage = demo.stream(request).collect().last().await().atMost(LIMIT).path("usage");
        assertEquals(4, usage.path("prompt_tokens").asInt());
    }

    @Test
    void readsTheTextOfMessagesWithParts() {
        var request = TestRoutes.request("x", true);
        var parts = ((ObjectNode) request.at("/messages/0")).putArray("content");
        parts.addObject().put("type", "image_url").putObject("image_url").put("url", "data:image/png;base64,AAAA");
        parts.addObject().put("type", "text").put("text", "What is [fail] this?");
        assertThrows(ProviderFailure.class, () -> demo.complete(request).await().atMost(LIMIT));
    }

    @Test
    void waitsForItsReaderAndStopsWhenCancelled() throws InterruptedException {
        var stream = demo.stream(TestRoutes.request("Hi", true)).subscribe().withSubscriber(AssertSubscriber.create(2));
        stream.awaitItems(2, LIMIT);
        Thread.sleep(50);
        assertEquals(2, stream.getItems().size());
        stream.cancel();
        stream.request(100);
        Thread.sleep(50);
        assertEquals(2, stream.getItems().size());
    }

    private AssertSubscriber<ObjectNode> stream(String prompt) {
        return demo.stream(TestRoutes.request(prompt, true))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private void assertFails(String prompt, ProviderFailure.Kind kind, int atLeast, int atMost) {
        var stream = stream(prompt).awaitFailure(LIMIT);
        assertEquals(kind, ((ProviderFailure) stream.getFailure()).kind());
        var size = stream.getItems().size();
        assertTrue(size >= atLeast && size <= atMost, () -> "chunks: " + size);
        var whole = assertThrows(
                ProviderFailure.class,
                () -> demo.complete(TestRoutes.request(prompt, false)).await().atMost(LIMIT));
        assertEquals(kind, whole.kind());
    }

    private static String text(Iterable<ObjectNode> chunks) {
        var text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.at("/choices/0/delta/content").asText()));
        return text.toString();
    }
}
