package dev.chatcredits.e2e;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The credit service as gateways and admins see it. Tokens are fetched for each call: the provider may have been started anew. */
record Office(Platform platform) {

    /** Gives back what the user has used, and takes or gives so that this much remains. */
    void setRemaining(String userId, int credits) {
        Wait.until(
                "nothing is held", Duration.ofSeconds(30), () -> account(userId).getInt("held") == 0);
        adjust(userId, "reset", Map.of("reason", "next test"));
        int difference = credits - account(userId).getInt("remaining");
        if (difference != 0) {
            adjust(userId, difference);
        }
        assertEquals(credits, account(userId).getInt("remaining"));
    }

    /** Gives credits, or takes them away. */
    void adjust(String userId, int credits) {
        adjust(userId, "adjustments", Map.of("credits", credits, "reason", "next test"));
    }

    private void adjust(String userId, String what, Map<String, ?> body) {
        given().spec(as("--admin"))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(ContentType.JSON)
                .body(body)
                .post("/admin/v1/accounts/{user}/" + what, userId)
                .then()
                .statusCode(200);
    }

    /** The balance that a gateway gets for a user whose token names this plan. */
    JsonPath subscribe(String userId, String planId) {
        return given().spec(as("--service"))
                .contentType(ContentType.JSON)
                .body(subscription(planId))
                .put("/internal/v1/accounts/{user}/subscription", userId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** From now on tokens say again what the plan is. */
    void forgetBilling(String userId) {
        given().spec(as("--admin"))
                .delete("/admin/v1/accounts/{user}/billing", userId)
                .then()
                .statusCode(200);
    }

    JsonPath account(String userId) {
        return get("--service", "/internal/v1/accounts/{user}", userId);
    }

    JsonPath entries(String userId) {
        return get("--service", "/internal/v1/accounts/{user}/entries", userId);
    }

    /** Holds what the model costs for a generation of a user with this plan. */
    JsonPath hold(String generationId, String userId, String modelId, String planId) {
        return given().spec(as("--service"))
                .contentType(ContentType.JSON)
                .body(Map.of("userId", userId, "modelId", modelId, "subscription", subscription(planId)))
                .put("/internal/v1/holds/{id}", generationId)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    /** Gives back what is held for a generation. */
    void release(String generationId, String userId) {
        given().spec(as("--service"))
                .contentType(ContentType.JSON)
                .body(Map.of("userId", userId))
                .post("/internal/v1/holds/{id}/release", generationId)
                .then()
                .statusCode(200);
    }

    String status(String generationId, String userId) {
        return given().spec(as("--service"))
                .queryParam("userId", userId)
                .get("/internal/v1/holds/{id}", generationId)
                .then()
                .statusCode(200)
                .extract()
                .path("status");
    }

    JsonPath audit() {
        return get("--admin", "/admin/v1/audit");
    }

    private JsonPath get(String role, String path, Object... parameters) {
        return given().spec(as(role))
                .get(path, parameters)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private RequestSpecification as(String role) {
        return given().baseUri(platform.creditService()).auth().oauth2(platform.token(role));
    }

    private static Map<String, ?> subscription(String planId) {
        return Map.of(
                "planId", planId, "features", List.of(), "asOf", Instant.now().toString());
    }
}
