package dev.chatcredits.credit.support;

import java.util.UUID;

/** Ids that nobody had before: all tests work in one database. */
public final class Fresh {

    private Fresh() {}

    public static String user() {
        return "user-" + UUID.randomUUID();
    }

    public static String generation() {
        return "g-" + UUID.randomUUID();
    }
}
