package dev.chatcredits.credit.support;

import io.restassured.RestAssured;

/** What an operator's alarms look at. */
public final class Metrics {

    private Metrics() {}

    /** The value of a metric that has no labels. */
    public static double value(String name) {
        String line = RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(l -> l.startsWith(name + " ") || l.startsWith(name + "{"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no metric " + name));
        return Double.parseDouble(line.substring(line.lastIndexOf(' ')));
    }
}
