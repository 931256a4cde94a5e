package dev.chatcredits.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page that is told a made-up usage in place of its own: what can't be waited for, such as the middle of a period of one day. */
final class MadeUsage {

    private final Page page;
    private final List<String> entries = new ArrayList<>();
    private String start = "2026-11-01T00:00:00Z";
    private String end = "2026-12-01T00:00:00Z";
    private String plan = "\"pro_user\"";
    private String grants = "";
    private String holds = "";
    private int used;
    private int debt;
    private int remaining = 50;
    private int heldByOthers;
    private int version = 1000;

    /** From its next balance on. */
    MadeUsage(Page page, String now) {
        this.page = page;
        page.clock().setFixedTime(Instant.parse(now).toEpochMilli());
        page.route(
                "**/api/credits/stream",
                route -> answer(route, "text/event-stream", "event: balance\ndata: " + balance() + "\n\n"));
        page.route("**/api/credits/explanation", route -> answer(route, "application/json", explanation()));
        page.route(
                "**/api/credits/history?*",
                route -> answer(
                        route, "application/json", history(route.request().url())));
    }

    MadeUsage period(String from, String to) {
        start = from;
        end = to;
        return this;
    }

    MadeUsage withoutPlan() {
        plan = "null";
        return this;
    }

    MadeUsage figures(int charged, int owed, int left) {
        used = charged;
        debt = owed;
        remaining = left;
        return this;
    }

    /** Older than those before it. */
    MadeUsage entry(String kind, int credits, String model, String at) {
        return entry(kind, credits, model, "made-up", at);
    }

    MadeUsage entry(String kind, int credits, String model, String generation, String at) {
        entries.add(String.format(
                Locale.ROOT,
                "{\"kind\": \"%s\", \"credits\": %d, \"model\": %s, \"generationId\": \"%s\", \"occurredAt\": \"%s\", \"remainingAfter\": 7}",
                kind,
                credits,
                model.isEmpty() ? "null" : "\"" + model + "\"",
                generation,
                at));
        return this;
    }

    MadeUsage noEntries() {
        entries.clear();
        return this;
    }

    MadeUsage grant(String source, String state, int granted, int charged, int held, int owed, int left) {
        grants += String.format(
                Locale.ROOT,
                "%s{\"source\": \"%s\", \"state\": \"%s\", \"planName\": %s, \"start\": \"%s\", \"end\": \"%s\", \"granted\": %d, \"used\": %d,"
                        + " \"held\": %d, \"lapsed\": 0, \"debt\": %d, \"remaining\": %d}",
                grants.isEmpty() ? "" : ", ",
                source,
                state,
                source.equals("PLAN") ? "\"Pro\"" : "null",
                start,
                end,
                granted,
                charged,
                held,
                owed,
                left);
        return this;
    }

    MadeUsage hold(String id, String model, int credits, int elsewhere) {
        holds += String.format(
                Locale.ROOT,
                "%s{\"generationId\": \"%s\", \"model\": \"%s\", \"credits\": %d, \"heldElsewhere\": %d,"
                        + " \"heldAt\": \"2026-11-11T11:58:00Z\", \"expiresAt\": \"2026-11-11T12:13:00Z\"}",
                holds.isEmpty() ? "" : ", ",
                id,
                model,
                credits,
                elsewhere);
        return this;
    }

    MadeUsage heldByOthers(int credits) {
        heldByOthers = credits;
        return this;
    }

    /** The page, once it knows. */
    Page show() {
        version++;
        page.waitForResponse(
                "**/api/credits/explanation", () -> page.evaluate("() => dispatchEvent(new Event('online'))"));
        return page;
    }

    private String balance() {
        return String.format(
                Locale.ROOT,
                "{\"userId\": \"made-up\", \"planId\": %s, \"planName\": null, \"hasSubscription\": %b, \"total\": 50, \"used\": %d, \"held\": 0,"
                        + " \"heldElsewhere\": 0, \"debt\": %d, \"remaining\": %d, \"low\": false, \"periodStart\": \"%s\", \"periodEnd\": \"%s\","
                        + " \"version\": %d}",
                plan,
                !plan.equals("null"),
                used,
                debt,
                remaining,
                start,
                end,
                version);
    }

    private String explanation() {
        return "{\"balance\": " + balance() + ", \"grants\": [" + grants + "], \"holds\": [" + holds
                + "], \"heldByOthers\": " + heldByOthers + "}";
    }

    /** Pages of 200, as they are asked for. */
    private String history(String url) {
        int from = url.contains("cursor=") ? Integer.parseInt(url.replaceAll(".*cursor=", "")) : 0;
        int to = Math.min(entries.size(), from + 200);
        String next = to < entries.size() ? "\"" + to + "\"" : "null";
        return "{\"entries\": [" + String.join(", ", entries.subList(from, to)) + "], \"nextCursor\": " + next + "}";
    }

    private static void answer(Route route, String type, String body) {
        route.fulfill(new Route.FulfillOptions().setContentType(type).setBody(body));
    }
}
