package dev.chatcredits.gateway.provider;

import static dev.chatcredits.gateway.provider.ProviderFailure.Kind.BROKEN;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** One answer that is asked for as a whole; read up to a limit, and given on only when it is complete. */
final class WholeAnswer {

    private final UniEmitter<? super ObjectNode> emitter;
    private final UpstreamCall call;
    private final int maxSize;
    private final Buffer body = Buffer.buffer();

    WholeAnswer(UniEmitter<? super ObjectNode> emitter, UpstreamCall call, int maxSize) {
        this.emitter = emitter;
        this.call = call;
        this.maxSize = maxSize;
    }

    void begin(Buffer request) {
        emitter.onTermination(() -> call.run(call::close));
        call.run(() -> call.open(request, "application/json", this::answered, emitter::fail));
    }

    private void answered(HttpClientResponse head) {
        head.handler(this::arrived);
        head.endHandler(ignored -> ended());
        head.exceptionHandler(ignored -> emitter.fail(AnswerCheck.brokenOff()));
        head.resume();
    }

    private void arrived(Buffer piece) {
        if (body.length() + piece.length() > maxSize) {
            emitter.fail(new ProviderFailure(BROKEN, "The provider's answer is too large."));
            call.close();
            return;
        }
        body.appendBuffer(piece);
    }

    private void ended() {
        call.ended();
        try {
            var answer = ProviderJson.answer(body.getBytes());
            var check = new AnswerCheck();
            check.seeWhole(answer);
            check.requireWhole();
            emitter.complete(answer);
        } catch (ProviderFailure e) {
            emitter.fail(e);
        }
    }
}
