package dev.chatcredits.gateway.process;

import dev.chatcredits.gateway.testing.Events;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.gateway.testing.Way;
import dev.chatcredits.testing.ServiceProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who asks one thing after the other, in all three ways, until nobody is there any more; and judges strictly. */
final class Talker {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final List<Way> WAYS = List.of(Way.values());

    private final ServiceProcess gateway;
    private final String user = Tokens.newUser();
    private final String token = Tokens.of(user, "pro_user");
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final List<String> unanswered = new CopyOnWriteArrayList<>();
    private final AtomicInteger receipts = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();

    Talker(ServiceProcess gateway) {
        this.gateway = gateway;
    }

    String user() {
        return user;
    }

    int receipts() {
        return receipts.get();
    }

    int refusals() {
        return refusals.get();
    }

    /** What no caller should see. */
    List<String> wrong() {
        return wrong;
    }

    /** Prompts whose connection ended before a word of an answer: there it must not have begun. */
    List<String> unanswered() {
        return unanswered;
    }

    void talk() {
        for (var n = 0; !asked(WAYS.get(n % WAYS.size()), user + "-" + n + "-"); n++) {
            // On and on.
        }
    }

    /** Whether nobody is there any more. */
    private boolean asked(Way way, String prompt) {
        var request = HttpRequest.newBuilder(gateway.url(way.path()))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(way.body(prompt)))
                .build();
        var begun = new AtomicBoolean();
        try {
            judge(way, HTTP.send(request, head -> {
                begun.set(true);
                return BodyHandlers.ofString().apply(head);
            }));
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            if (begun.get()) {
                wrong.add(way + " was cut off: " + e);
            }
            unanswered.add(prompt);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return false;
    }

    private void judge(Way way, HttpResponse<String> answer) throws InterruptedException {
        var body = answer.body();
        if (answer.statusCode() == 503
                && body.contains("OVERLOADED")
                && answer.headers().firstValue("Retry-After").isPresent()) {
            refusals.incrementAndGet();
            // Load balancers are slow to notice, not furious.
            Thread.sleep(100);
        } else if (answer.statusCode() == 200 && hasReceipt(way, answer)) {
            receipts.incrementAndGet();
        } else if (answer.statusCode() != 200
                || way == Way.WHOLE
                || !Events.of(body).last().data().contains("OVERLOADED")) {
            wrong.add(way + " was answered " + answer.statusCode() + " "
                    + answer.headers().map() + " " + body);
        }
    }

    private static boolean hasReceipt(Way way, HttpResponse<String> answer) {
        return switch (way) {
            case CHAT -> Events.of(answer.body()).last().name().equals("receipt");
            case STREAMED ->
                answer.body().endsWith("data: [DONE]\n\n") && answer.body().contains("\"charged\":2");
            case WHOLE ->
                answer.headers().firstValue("X-Credits-Charged").orElse("").equals("2");
        };
    }
}
