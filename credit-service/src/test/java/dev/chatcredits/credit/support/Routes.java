package dev.chatcredits.credit.support;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The addresses, and requests to them. */
public final class Routes {

    public static final String CATALOG = "/internal/v1/catalog";
    public static final String AUDIT = "/admin/v1/audit";

    private Routes() {}

    public static String hold(String generation) {
        return "/internal/v1/holds/" + segment(generation);
    }

    public static String settlement(String generation) {
        return hold(generation) + "/settlement";
    }

    public static String release(String generation) {
        return hold(generation) + "/release";
    }

    public static String account(String user) {
        return "/internal/v1/accounts/" + segment(user);
    }

    public static String subscription(String user) {
        return account(user) + "/subscription";
    }

    public static String entries(String user) {
        return account(user) + "/entries";
    }

    public static String explanation(String user) {
        return account(user) + "/explanation";
    }

    public static String adjustments(String user) {
        return admin(user) + "/adjustments";
    }

    public static String reset(String user) {
        return admin(user) + "/reset";
    }

    public static String billing(String user) {
        return admin(user) + "/billing";
    }

    private static String admin(String user) {
        return "/admin/v1/accounts/" + segment(user);
    }

    /** Whatever it is, it is one segment of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A request of whoever has the token. */
    public static RequestSpecification with(String token) {
        return anonymous().header("Authorization", "Bearer " + token);
    }

    public static RequestSpecification anonymous() {
        return RestAssured.given().urlEncodingEnabled(false).contentType(ContentType.JSON);
    }
}
