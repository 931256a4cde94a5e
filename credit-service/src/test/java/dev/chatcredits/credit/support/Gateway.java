package dev.chatcredits.credit.support;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a gateway asks of the service. */
public final class Gateway {

    /** 50 credits. */
    public static final String PRO = "pro_user";

    /** 25 credits. */
    public static final String STARTER = "starter_user";

    /** Costs 1. */
    public static final String GROK = "x-ai/grok-4.1-fast";

    /** Costs 2. */
    public static final String GPT = "openai/gpt-5.1";

    /** Costs 5. */
    public static final String OPUS = "anthropic/claude-opus-4.5";

    private Gateway() {}

    /** Of somebody with 50 credits a period. */
    public static Response hold(String user, String generation, String model) {
        return hold(generation, holdBody(user, model, subscription(PRO, Instant.EPOCH)));
    }

    public static Response hold(String generation, Object body) {
        return Routes.with(Tokens.SERVICE).body(body).put(Routes.hold(generation));
    }

    /** To be changed before it is sent. */
    public static Map<String, @Nullable Object> holdBody(
            String user, String model, Map<String, @Nullable Object> subscription) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("userId", user);
        body.put("modelId", model);
        body.put("subscription", subscription);
        return body;
    }

    public static Map<String, @Nullable Object> subscription(@Nullable String plan, Instant asOf) {
        Map<String, @Nullable Object> subscription = new LinkedHashMap<>();
        subscription.put("planId", plan);
        subscription.put("features", List.of());
        subscription.put("asOf", asOf.toString());
        return subscription;
    }

    public static Response look(String user, String generation) {
        return Routes.with(Tokens.SERVICE)
                .queryParam("userId", Routes.segment(user))
                .get(Routes.hold(generation));
    }

    public static String status(String user, String generation) {
        Response found = look(user, generation);
        found.then().statusCode(200);
        return found.path("status");
    }

    public static Response settle(String user, String generation, String model) {
        return Routes.with(Tokens.SERVICE)
                .body(Map.of("userId", user, "modelId", model))
                .post(Routes.settlement(generation));
    }

    public static Response release(String user, String generation) {
        return Routes.with(Tokens.SERVICE).body(Map.of("userId", user)).post(Routes.release(generation));
    }

    /** A token names the plan. */
    public static Response subscribe(String user, @Nullable String plan, Instant asOf) {
        return Routes.with(Tokens.SERVICE).body(subscription(plan, asOf)).put(Routes.subscription(user));
    }

    /** Billing names the plan. */
    public static Response bill(String user, @Nullable String plan, Instant asOf) {
        Map<String, @Nullable Object> subscription = subscription(plan, asOf);
        subscription.put("kind", "BILLING");
        return Routes.with(Tokens.SERVICE).body(subscription).put(Routes.subscription(user));
    }

    /** Somebody new, whose token names the plan. */
    public static String userWith(String plan) {
        String user = Fresh.user();
        subscribe(user, plan, Instant.EPOCH).then().statusCode(200);
        return user;
    }

    public static JsonPath balance(String user) {
        Response response = Routes.with(Tokens.SERVICE).get(Routes.account(user));
        response.then().statusCode(200);
        return response.jsonPath();
    }

    public static int remaining(String user) {
        return balance(user).getInt("remaining");
    }
}
