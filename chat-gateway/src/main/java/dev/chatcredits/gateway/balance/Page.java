package dev.chatcredits.gateway.balance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chatcredits.gateway.credit.Balance;
import dev.chatcredits.gateway.identity.Caller;
import dev.chatcredits.gateway.sse.EventStream;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** An open page that shows a balance. Everything runs on the context of its request. */
final class Page {

    /** Some hundred balances: a page that takes none of them is closed. */
    private static final long MOST_UNREAD = 64 * 1024;

    private final Caller caller;
    private final ObjectMapper json;
    private final Consumer<Page> onClosed;
    private final Context context = Objects.requireNonNull(Vertx.currentContext(), "opens on a request's context");
    private final EventStream events = new EventStream(MOST_UNREAD, this::close);
    private Runnable stop = () -> {};
    private long version = -1;
    private boolean closed;

    Page(Caller caller, ObjectMapper json, Consumer<Page> onClosed) {
        this.caller = caller;
        this.json = json;
        this.onClosed = onClosed;
    }

    Caller caller() {
        return caller;
    }

    EventStream events() {
        return events;
    }

    /** Shows a balance, unless a newer one is there already. */
    void show(Balance balance) {
        here(() -> {
            if (balance.version() > version) {
                version = balance.version();
                events.send(EventStream.event("balance", bytes(balance)));
            }
        });
    }

    void heartbeat() {
        here(events::heartbeat);
    }

    /**
     * Starts what keeps the page alive, unless it is gone already.
     *
     * @param start gives what stops it
     */
    void keepAlive(Supplier<Runnable> start) {
        here(() -> {
            if (!closed) {
                stop = start.get();
            }
        });
    }

    void end() {
        here(() -> {
            events.end(Buffer.buffer());
            close();
        });
    }

    private void close() {
        if (!closed) {
            closed = true;
            stop.run();
            onClosed.accept(this);
        }
    }

    private void here(Runnable step) {
        context.runOnContext(now -> step.run());
    }

    private byte[] bytes(Balance balance) {
        try {
            return json.writeValueAsBytes(balance);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a balance that was read can't be written", e);
        }
    }
}
