package dev.chatcredits.gateway.provider;

import static dev.chatcredits.gateway.provider.ProviderFailure.Kind.UNAVAILABLE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Answers without any upstream, for trying the product out: plausible text, word by word, at the pace of a reader. What the
 * last message of the user contains decides how it goes: {@code [fail]} fails before the first token, {@code [fail
 * mid-stream]} after half of the words, {@code [slow]} takes 25 times as long, {@code [empty]} ends without a word.
 */
final class DemoProvider implements Provider {

    private static final int SLOW = 25;

    private final Duration wordDelay;
    private final Vertx vertx;

    DemoProvider(Duration wordDelay, Vertx vertx) {
        this.wordDelay = wordDelay;
        this.vertx = vertx;
    }

    @Override
    public Multi<ObjectNode> stream(ObjectNode request) {
        return Multi.createFrom().deferred(() -> {
            var prompt = DemoPrompt.of(request);
            var check = new AnswerCheck();
            var chunks = new DemoAnswer(prompt).chunks();
            var words = Multi.createFrom()
                    .iterable(chunks)
                    .onItem()
                    .transformToUniAndConcatenate(chunk -> after(pace(prompt), chunk))
                    .invoke(check::seeChunk);
            if (prompt.has("[fail]")) {
                return words.select()
                        .first(0)
                        .onCompletion()
                        .failWith(new ProviderFailure(UNAVAILABLE, "The provider did not answer."));
            }
            if (prompt.has("[fail mid-stream]")) {
                return words.select().first(chunks.size() / 2).onCompletion().failWith(AnswerCheck::brokenOff);
            }
            return words.onCompletion().invoke(check::requireWhole);
        });
    }

    @Override
    public Uni<ObjectNode> complete(ObjectNode request) {
        return stream(request).collect().asList().map(chunks -> new DemoAnswer(DemoPrompt.of(request)).whole());
    }

    private Duration pace(DemoPrompt prompt) {
        return prompt.has("[slow]") ? wordDelay.multipliedBy(SLOW) : wordDelay;
    }

    /** A timer, not a sleeping thread. */
    private Uni<ObjectNode> after(Duration delay, ObjectNode item) {
        if (!delay.isPositive()) {
            return Uni.createFrom().item(item);
        }
        return Uni.createFrom().emitter(emitter -> vertx.setTimer(delay.toMillis(), id -> emitter.complete(item)));
    }
}
