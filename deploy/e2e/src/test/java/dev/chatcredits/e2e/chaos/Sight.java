package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.Sse;
import dev.chatcredits.e2e.chaos.Ask.Form;
import dev.chatcredits.e2e.chaos.Fault.Aim;
import dev.chatcredits.e2e.chaos.Observed.Ending;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a client has seen of an answer so far. The first ending that it sees is the one that counts. */
final class Sight {

    /** How the words of the demo provider end. */
    private static final String LAST_WORD = ".)\"}";

    private final Ask ask;
    private final String user;
    private final Watch watch;
    private final Instant sentAt = Instant.now();
    private @Nullable String generationId;
    private @Nullable Instant lastWordAt;
    private @Nullable Stream<String> lines;
    private @Nullable Observed observed;
    private int charged;

    Sight(Ask ask, String user, Watch watch) {
        this.ask = ask;
        this.user = user;
        this.watch = watch;
        watch.now(this, Aim.HOLD);
    }

    synchronized void keep(Stream<String> answer) {
        lines = answer;
        if (observed != null) {
            answer.close();
        }
    }

    synchronized void told(@Nullable String id) {
        if (id != null) {
            generationId = id;
        }
    }

    synchronized void leave() {
        end(Ending.LEFT, "");
        if (lines != null) {
            lines.close();
        }
    }

    synchronized void see(Sse event) {
        if (observed != null) {
            return;
        }
        String data = event.data();
        if (event.name().equals("receipt")) {
            complete(number("charged", data));
        } else if (event.name().equals("error") || data.startsWith("{\"error\"")) {
            error(text("code", data), data);
        } else if (ask.form() == Form.STREAM && data.equals("[DONE]")) {
            complete(charged);
        } else if (data.contains("\"credits\":{")) {
            charged = number("charged", data);
        } else if (data.contains(LAST_WORD)) {
            lastWordAt = Instant.now();
            watch.now(this, Aim.ACKNOWLEDGEMENT);
        } else if (lastWordAt == null) {
            watch.now(this, Aim.STREAM);
        }
    }

    synchronized void whole(int credits, String body) {
        if (body.contains(LAST_WORD)) {
            lastWordAt = Instant.now();
        }
        complete(credits);
    }

    private void complete(int credits) {
        charged = credits;
        if (lastWordAt == null) {
            end(Ending.ODD, "complete without its last word");
        } else {
            end(Ending.COMPLETE, "");
        }
    }

    synchronized void refused(int status, String body) {
        if (status == 409) {
            told(text("generationId", body));
        }
        error(text("code", body), status + " " + body);
    }

    private void error(@Nullable String code, String detail) {
        end(
                switch (code == null ? "" : code) {
                    case "PROVIDER_FAILED", "PROVIDER_TIMEOUT" -> Ending.FAILED;
                    case "OUTCOME_UNKNOWN" -> Ending.UNKNOWN;
                    case "INSUFFICIENT_CREDITS", "NO_SUBSCRIPTION" -> Ending.REFUSED;
                    case "GENERATION_IN_PROGRESS", "GENERATION_ENDED" -> Ending.REPEATED;
                    case "CREDIT_CHECK_FAILED", "OVERLOADED", "RATE_LIMITED" -> Ending.TURNED_AWAY;
                    default -> Ending.ODD;
                },
                detail);
    }

    synchronized void end(Ending ending, String detail) {
        if (observed != null) {
            return;
        }
        watch.over(this);
        observed = new Observed(
                ask,
                user,
                generationId,
                ending,
                ending == Ending.COMPLETE ? charged : 0,
                sentAt,
                lastWordAt,
                Instant.now(),
                detail);
    }

    synchronized Observed observed() {
        end(Ending.CUT_OFF, "");
        return Objects.requireNonNull(observed);
    }

    private static @Nullable String text(String member, String json) {
        Matcher found = Pattern.compile("\"" + member + "\":\"([^\"]*)\"").matcher(json);
        return found.find() ? found.group(1) : null;
    }

    private static int number(String member, String json) {
        Matcher found = Pattern.compile("\"" + member + "\":(\\d+)").matcher(json);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }
}
