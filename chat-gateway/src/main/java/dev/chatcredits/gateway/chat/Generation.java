package dev.chatcredits.gateway.chat;

import static dev.chatcredits.gateway.provider.ProviderFailure.Kind.BROKEN;
import static dev.chatcredits.gateway.provider.ProviderFailure.Kind.UNAVAILABLE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.gateway.chat.GenerationMetrics.Outcome;
import dev.chatcredits.gateway.completion.GenerationCompleted;
import dev.chatcredits.gateway.completion.Settlement.Result;
import dev.chatcredits.gateway.credit.CreditCheckFailed;
import dev.chatcredits.gateway.credit.Hold;
import dev.chatcredits.gateway.credit.HoldAnswer;
import dev.chatcredits.gateway.credit.HoldRequest;
import dev.chatcredits.gateway.identity.Caller;
import dev.chatcredits.gateway.provider.ProviderFailure;
import dev.chatcredits.gateway.provider.Route.Target;
import dev.chatcredits.gateway.sse.EventStream;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * One answer of a model, from the hold to the receipt:
 *
 * <ol>
 *   <li>hold the credits; refused or unanswered, nothing begins;
 *   <li>call the provider, or the next one while no token is there; pass the tokens on;
 *   <li>settle; only what is certain to be charged is reported complete;
 *   <li>a failure of the provider gives the credits back, a caller who goes away doesn't.
 * </ol>
 *
 * If the process dies anywhere in between, the hold ends by itself. Everything runs on the Vert.x context of the request.
 */
final class Generation {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(250);

    /** An answer that is charged for. */
    record Complete(Answer answer, Receipt receipt) {}

    private final String id;
    private final String attempt = UUID.randomUUID().toString();
    private final boolean keyed;
    private final Caller caller;
    private final Ask ask;
    private final Generations with;
    private final Context context = Objects.requireNonNull(Vertx.currentContext(), "begins on a request's context");
    private final Executor here = this::run;
    private final long began = System.nanoTime();
    private volatile long lastToken = began;
    private boolean callerGone;
    private volatile @Nullable Call call;

    Generation(String id, boolean keyed, Caller caller, Ask ask, Generations with) {
        this.id = id;
        this.keyed = keyed;
        this.caller = caller;
        this.ask = ask;
        this.with = with;
    }

    String id() {
        return id;
    }

    String userId() {
        return caller.userId();
    }

    /** The answer as it comes. There is a stream from the first token on, so that a failure before it can have a status. */
    Uni<EventStream> stream(AnswerForm form) {
        var out = new EventStream(with.limits.unread().asLongValue(), () -> callerGone = true);
        return detached(opened -> story(hold -> target -> relay(
                        target,
                        form,
                        () -> {
                            out.send(form.opened(hold));
                            opened.complete(out);
                        },
                        chunk -> out.send(form.chunk(chunk))))
                .subscribe()
                .with(
                        complete -> {
                            // Where a limit ended it for one who had gone, there is no last chunk either.
                            if (!callerGone) {
                                out.end(form.receipt(complete.answer().last(), complete.receipt()));
                            }
                        },
                        failure -> {
                            var problem = Endings.problem(failure, id, keyed);
                            opened.fail(problem);
                            out.end(form.error(problem, Endings.charged(problem), id));
                        }));
    }

    /** The answer in one piece. */
    Uni<Complete> whole() {
        return detached(done -> story(hold -> this::complete)
                .subscribe()
                .with(done::complete, failure -> done.fail(Endings.problem(failure, id, keyed))));
    }

    private Uni<Complete> story(Function<Hold, Function<Target, Uni<Answer>>> how) {
        return Uni.createFrom()
                .deferred(this::hold)
                .chain(hold -> answer(how.apply(hold)).chain(answer -> settle(hold, answer)))
                .onItemOrFailure()
                .invoke((complete, failure) -> {
                    with.running.leave(this);
                    with.metrics.ended(failure == null ? Outcome.SETTLED : Endings.outcome(failure));
                });
    }

    /** What is begun here goes on without its caller. */
    private <T> Uni<T> detached(Consumer<UniEmitter<? super T>> story) {
        MDC.put("generationId", id);
        try {
            with.running.enter(this);
        } catch (HttpProblem tooMany) {
            return Uni.createFrom().failure(Endings.tagged(tooMany, id));
        }
        return Uni.createFrom().<T>emitter(story).onCancellation().invoke(() -> here.execute(() -> callerGone = true));
    }

    private Uni<Hold> hold() {
        var request = new HoldRequest(id, userId(), ask.model(), caller.subscription(), ask.hash(), attempt);
        return with.credit
                .hold(request)
                .emitOn(here)
                .onFailure()
                .invoke(failure -> {
                    // Without an answer the credits may be held all the same.
                    if (!(failure instanceof CreditCheckFailed check) || check.sent()) {
                        release();
                    }
                })
                .map(this::held);
    }

    private Hold held(HoldAnswer answer) {
        with.metrics.held(System.nanoTime() - began);
        lastToken = System.nanoTime();
        return switch (answer) {
            case HoldAnswer.Refused refused -> throw with.refusals.problem(refused, id);
            case HoldAnswer.Held held
            when callerGone -> {
                release();
                throw new Endings.CallerGone();
            }
            case HoldAnswer.Held held -> held.hold();
        };
    }

    /** Calls the targets of the route, one after the other, for as long as no token is there. */
    private Uni<Answer> answer(Function<Target, Uni<Answer>> call) {
        var targets = ask.route().targets().iterator();
        var answer = tries(targets.next(), call);
        while (targets.hasNext()) {
            var next = targets.next();
            answer = answer.onFailure(e -> failed(e, UNAVAILABLE) || failed(e, BROKEN))
                    .recoverWithUni(() -> tries(next, call));
        }
        return answer.onFailure().invoke(this::release);
    }

    private Uni<Answer> tries(Target target, Function<Target, Uni<Answer>> call) {
        var one = Uni.createFrom().deferred(() -> call.apply(target)).runSubscriptionOn(here);
        var retries = with.limits.providerRetries();
        return retries == 0
                ? one
                : one.onFailure(e -> failed(e, UNAVAILABLE))
                        .retry()
                        .withBackOff(RETRY_PAUSE)
                        .atMost(retries);
    }

    /** Whether a call failed so that another one can follow: of this kind, no token passed on, someone still waiting. */
    private boolean failed(Throwable failure, ProviderFailure.Kind kind) {
        return failure instanceof ProviderFailure provider
                && provider.kind() == kind
                && !callerGone
                && (call == null || !call.answer().begun());
    }

    private Uni<Answer> relay(Target target, AnswerForm form, Runnable onFirstToken, Consumer<ObjectNode> out) {
        var answer = with.answer(ask.model());
        return called(
                answer,
                form,
                done -> target.provider().stream(ask.streamed(target))
                        .emitOn(here)
                        .invoke(chunk -> pass(answer, chunk, onFirstToken, out))
                        .onCompletion()
                        .invoke(() -> form.requireShown(answer))
                        .subscribe()
                        .with(chunk -> {}, done::fail, () -> done.complete(answer)));
    }

    private void pass(Answer answer, ObjectNode chunk, Runnable onFirstToken, Consumer<ObjectNode> out) {
        var waited = !answer.begun();
        var passOn = answer.take(chunk);
        if (!answer.begun()) {
            return;
        }
        lastToken = System.nanoTime();
        if (waited) {
            with.metrics.firstToken(lastToken - began);
            onFirstToken.run();
        }
        if (!callerGone) {
            passOn.forEach(out);
        }
    }

    private Uni<Answer> complete(Target target) {
        var answer = with.answer(ask.model());
        return called(
                answer,
                null,
                done -> target.provider()
                        .complete(ask.whole(target))
                        .emitOn(here)
                        .invoke(answer::takeWhole)
                        .subscribe()
                        .with(whole -> done.complete(answer), done::fail));
    }

    private Uni<Answer> called(
            Answer answer, @Nullable AnswerForm form, Function<UniEmitter<? super Answer>, Cancellable> provider) {
        return Uni.createFrom().emitter(done -> {
            var asked = new Call(answer, form, done);
            call = asked;
            asked.ask(provider);
        });
    }

    private Uni<Complete> settle(Hold hold, Answer answer) {
        var usage = answer.usage(ask::characters);
        var at = with.clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var event = GenerationCompleted.succeeded(id, userId(), ask.model(), answer.finishReason(), usage, at);
        return with.settlement.settle(hold, event).emitOn(here).map(result -> switch (result) {
            case Result.Charged it ->
                new Complete(answer, new Receipt(id, it.credits(), it.remaining(), it.total(), usage));
            case Result.Unknown it -> throw Endings.unknown(id);
        });
    }

    private void release() {
        with.settlement.release(
                userId(), id, ask.model(), attempt, with.clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /** Called from time to time by whoever watches. */
    void enforceLimits() {
        var running = call;
        if (running != null && exceedsLimits(running)) {
            here.execute(() -> breakOff(running));
        }
    }

    private boolean exceedsLimits(Call running) {
        var now = System.nanoTime();
        return with.stopping.isOver()
                || with.limits.exceeded(running.streamed(), running.answer().begun(), now - lastToken, now - began);
    }

    private void breakOff(Call running) {
        if (!exceedsLimits(running)) {
            return;
        }
        if (callerGone && running.says()) {
            // They had what they stayed for; the rest was produced, and nobody is there to be told of a failure.
            running.complete();
        } else {
            var begun = running.answer().begun();
            running.fail(with.stopping.isOver() ? Endings.stopped() : Endings.tooSlow(begun));
        }
    }

    private void run(Runnable step) {
        if (context.equals(Vertx.currentContext())) {
            step.run();
        } else {
            context.runOnContext(now -> step.run());
        }
    }
}
