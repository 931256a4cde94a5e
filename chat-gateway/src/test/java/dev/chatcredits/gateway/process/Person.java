package dev.chatcredits.gateway.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.provider.Script;
import dev.chatcredits.gateway.testing.BareCaller;
import dev.chatcredits.gateway.testing.Packaged;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.gateway.testing.Way;
import dev.chatcredits.testing.ServiceProcess;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/** Somebody with one generation, who asked on the bare socket. */
record Person(String user, BareCaller caller) {

    private static final Pattern ID = Pattern.compile("(?:\"generationId\":\"|X-Generation-Id: )([\\w-]+)");

    static Person ask(Packaged parts, ServiceProcess gateway, Way way, Script script) throws IOException {
        var user = Tokens.newUser();
        parts.provider().answerPrompt(user, script);
        return new Person(user, BareCaller.ask(gateway.url("/"), way, tokenOf(user), user));
    }

    static String tokenOf(String user) {
        return Tokens.of(user, "pro_user");
    }

    /** Which generation an answer was about. */
    static String generationOf(String answer) {
        var id = ID.matcher(answer);
        assertTrue(id.find(), answer);
        return id.group(1);
    }

    /** Begins an answer, and ends it when it may. */
    static Script saysThen(CountDownLatch go) {
        return call -> {
            call.streamHead().chunk(Script.event(Script.token("Because ")));
            go.await();
            call.chunk(Script.event(Script.finish("stop")) + "data: [DONE]\n\n").end();
        };
    }
}
