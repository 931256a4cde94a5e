package dev.chatcredits.gateway.chat;

import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.function.Function;

/**
 * A call of a provider, which can be broken off. It is there before the provider is asked: one that fails at once has failed, and the
 * next one has been asked, before {@link #ask} returns.
 */
final class Call {

    private final Answer answer;
    private final boolean streamed;
    private final UniEmitter<? super Answer> done;
    private Cancellable upstream = () -> {};

    Call(Answer answer, boolean streamed, UniEmitter<? super Answer> done) {
        this.answer = answer;
        this.streamed = streamed;
        this.done = done;
    }

    Answer answer() {
        return answer;
    }

    boolean streamed() {
        return streamed;
    }

    void ask(Function<UniEmitter<? super Answer>, Cancellable> provider) {
        upstream = provider.apply(done);
    }

    /** Ends it with what there is of the answer. */
    void complete() {
        upstream.cancel();
        done.complete(answer);
    }

    void fail(Throwable why) {
        upstream.cancel();
        done.fail(why);
    }
}
