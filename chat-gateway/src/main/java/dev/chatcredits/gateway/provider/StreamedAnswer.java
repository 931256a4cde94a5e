package dev.chatcredits.gateway.provider;

import static dev.chatcredits.gateway.provider.ProviderFailure.Kind.BROKEN;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way to its subscriber. Only when all chunks that have arrived are taken, and more are asked for, is the
 * next piece read from the connection: a slow reader slows the provider down, and no more than one piece is kept here.
 */
final class StreamedAnswer implements Flow.Subscription {

    private final Flow.Subscriber<? super ObjectNode> subscriber;
    private final UpstreamCall call;
    private final SseParser parser;
    private final AnswerCheck check = new AnswerCheck();
    private final Queue<ObjectNode> ready = new ArrayDeque<>();
    private @Nullable HttpClientResponse response;
    private @Nullable ProviderFailure failure;
    private boolean complete;
    private boolean reading;
    private volatile boolean over;
    private long demand;

    StreamedAnswer(Flow.Subscriber<? super ObjectNode> subscriber, UpstreamCall call, int maxEventSize) {
        this.subscriber = subscriber;
        this.call = call;
        this.parser = new SseParser(maxEventSize, this::received);
    }

    void begin(Buffer request) {
        subscriber.onSubscribe(this);
        call.run(() -> {
            if (!over) {
                call.open(request, "text/event-stream", this::answered, this::failed);
            }
        });
    }

    @Override
    public void request(long count) {
        call.run(() -> {
            demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            advance();
        });
    }

    @Override
    public void cancel() {
        over = true;
        call.run(() -> {
            ready.clear();
            call.close();
        });
    }

    private void answered(HttpClientResponse head) {
        head.handler(this::arrived);
        head.endHandler(ignored -> ended());
        head.exceptionHandler(ignored -> failed(AnswerCheck.brokenOff()));
        response = head;
        advance();
    }

    private void arrived(Buffer piece) {
        reading = false;
        if (isSettled()) {
            return;
        }
        try {
            parser.feed(piece.getBytes());
        } catch (SseParser.TooLarge e) {
            failed(new ProviderFailure(BROKEN, "The provider sent an event that is too large."));
        } catch (ProviderFailure e) {
            failed(e);
        }
        advance();
    }

    private void received(String name, byte[] data) {
        if (isSettled() || data.length == 0) {
            return;
        }
        if (isDone(data)) {
            check.requireWhole();
            complete = true;
            call.finish();
            return;
        }
        if (name.equals("error")) {
            throw ProviderJson.errorReported();
        }
        var chunk = ProviderJson.answer(data);
        check.seeChunk(chunk);
        ready.add(chunk);
    }

    /** Some providers end their streams without {@code [DONE]}: the finish reason is what makes an answer whole. */
    private void ended() {
        call.ended();
        if (isSettled()) {
            return;
        }
        try {
            parser.end();
            check.requireWhole();
            complete = true;
        } catch (ProviderFailure e) {
            failure = e;
        }
        advance();
    }

    private void failed(ProviderFailure cause) {
        if (!isSettled()) {
            // Before the call is closed: that ends the answer too, and would be taken for the cause.
            failure = cause;
        }
        call.close();
        advance();
    }

    /** What is ready is handed out even when the end is known already. */
    private void advance() {
        while (!over && demand > 0 && !ready.isEmpty()) {
            demand--;
            subscriber.onNext(ready.remove());
        }
        if (over || !ready.isEmpty()) {
            return;
        }
        if (failure != null) {
            over = true;
            subscriber.onError(failure);
        } else if (complete) {
            over = true;
            subscriber.onComplete();
        } else if (demand > 0 && response != null && !reading) {
            reading = true;
            response.fetch(1);
        }
    }

    private boolean isSettled() {
        return over || complete || failure != null;
    }

    private static boolean isDone(byte[] data) {
        return data.length < 16 && new String(data, UTF_8).strip().equals("[DONE]");
    }
}
