package dev.chatcredits.gateway.chat;

import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call of a provider, which can be broken off. It is there before the provider is asked: one that fails at once has failed, and the
 * next one has been asked, before {@link #ask} returns.
 */
final class Call {

    private final Answer answer;
    private final @Nullable AnswerForm form;
    private final UniEmitter<? super Answer> done;
    private Cancellable upstream = () -> {};

    /**
     * Makes one that is to be asked.
     *
     * @param form of a stream; null for an answer in one piece
     */
    Call(Answer answer, @Nullable AnswerForm form, UniEmitter<? super Answer> done) {
        this.answer = answer;
        this.form = form;
        this.done = done;
    }

    Answer answer() {
        return answer;
    }

    boolean streamed() {
        return form != null;
    }

    /** Whether what the caller was sent so far is something to be charged for. */
    boolean says() {
        return form != null && answer.said() && form.shows(answer);
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
