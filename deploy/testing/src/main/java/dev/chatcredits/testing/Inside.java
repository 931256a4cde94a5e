package dev.chatcredits.testing;

import java.util.regex.Pattern;

/** What only our inside knows: a class, a statement or a place in our code would tell an attacker where to go on. */
public final class Inside {

    private static final Pattern TOLD = Pattern.compile(
            "Exception|dev\\.chatcredits|javax?\\.|jakarta\\.|io\\.(quarkus|vertx|netty|smallrye)|org\\.(hibernate|apache|postgresql)"
                    + "|jackson|SQL|\\tat |Error id|(?i:select |insert into|sqlstate)");

    private Inside() {}

    /** Whether a text for callers tells of it. */
    public static boolean isIn(String text) {
        return TOLD.matcher(text).find();
    }
}
