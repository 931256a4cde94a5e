package dev.chatcredits.gateway.body;

import dev.chatcredits.gateway.identity.PerUser;
import dev.chatcredits.gateway.problem.Code;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bodies that are arriving. A request is a generation, and counted as one, only when its body is there: without these bounds whoever begins
 * many bodies and ends none would fill the memory.
 */
@Singleton
class Arriving {

    private final int perUserLimit;
    private final long each;
    private final long all;
    private final PerUser perUser;
    private final AtomicLong bytes = new AtomicLong();

    Arriving(BodyConfig config) {
        this.perUserLimit = config.perUser();
        this.each = config.limit().asLongValue();
        this.all = config.arriving().asLongValue();
        if (perUserLimit < 1 || all < each) {
            throw new IllegalArgumentException(
                    "gateway.body.per-user must be at least 1, and gateway.body.arriving at least gateway.body.limit");
        }
        this.perUser = new PerUser(perUserLimit);
    }

    /**
     * Lets a body begin; who reads it says when that ends.
     *
     * @throws HttpProblem RATE_LIMITED
     */
    Body begin(String userId) {
        if (!perUser.enter(userId)) {
            throw Code.RATE_LIMITED.problem("You have " + perUserLimit + " requests whose bodies are still arriving.");
        }
        return new Body(userId);
    }

    /** One of them. Its timeout comes on another thread than its parts, and parts may come after it. */
    final class Body {

        private final String userId;
        private final Buffer read = Buffer.buffer();
        private boolean ended;

        private Body(String userId) {
            this.userId = userId;
        }

        /**
         * Takes a part in.
         *
         * @throws HttpProblem PAYLOAD_TOO_LARGE, or OVERLOADED where all that arrive are too much together
         */
        synchronized void add(Buffer part) {
            if (ended) {
                return;
            }
            if (read.length() + part.length() > each) {
                throw JsonBody.tooLarge(each);
            }
            if (bytes.addAndGet(part.length()) > all) {
                bytes.addAndGet(-part.length());
                throw Code.OVERLOADED.problem("The gateway can't take more just now.");
            }
            read.appendBuffer(part);
        }

        Buffer read() {
            return read;
        }

        synchronized void end() {
            ended = true;
            bytes.addAndGet(-read.length());
            perUser.leave(userId);
        }
    }
}
