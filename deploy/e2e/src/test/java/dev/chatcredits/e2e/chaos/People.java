package dev.chatcredits.e2e.chaos;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The people of one trial, whom no other trial has, and their tokens. */
final class People {

    private final String prefix;
    private final Issuer issuer;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    People(String prefix, Issuer issuer) {
        this.prefix = prefix;
        this.issuer = issuer;
    }

    String prefix() {
        return prefix;
    }

    String user(int who) {
        return prefix + who;
    }

    /** Whose plan changes has a new token each time, for only a newer one is believed. */
    String token(Ask ask) {
        return Script.isFickle(ask.who()) ? issuer.token(user(ask.who()), ask.plan(), Instant.now()) : token(ask.who());
    }

    String token(int who) {
        String plan = who < Script.POOR ? Script.STARTER : Script.PRO;
        return tokens.computeIfAbsent(user(who), user -> issuer.token(user, plan, Instant.now()));
    }
}
