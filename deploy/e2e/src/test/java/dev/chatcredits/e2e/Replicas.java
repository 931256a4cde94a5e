package dev.chatcredits.e2e;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Several credit services, asked in turn by a gateway. */
final class Replicas {

    private final List<String> addresses;
    private final String token;
    private final AtomicInteger turn = new AtomicInteger();

    Replicas(List<String> addresses, String token) {
        this.addresses = addresses;
        this.token = token;
    }

    /** The status of the answer to a hold of somebody with 25 credits. */
    int hold(String user, String generation, String model) {
        Map<String, ?> subscription =
                Map.of("planId", "starter_user", "features", List.of(), "asOf", Instant.EPOCH.toString());
        return asked(addresses.get(turn.getAndIncrement() % addresses.size()))
                .body(Map.of("userId", user, "modelId", model, "subscription", subscription))
                .put("/internal/v1/holds/{id}", generation)
                .statusCode();
    }

    int used(String user) {
        return account(user).path("used");
    }

    /** What somebody was charged, a plan or not. */
    int charged(String user) {
        Response account = account(user);
        return account.statusCode() == 404 ? 0 : account.<Integer>path("used") + account.<Integer>path("debt");
    }

    private Response account(String user) {
        return asked(addresses.getFirst()).get("/internal/v1/accounts/{user}", user);
    }

    private RequestSpecification asked(String address) {
        return given().baseUri(address).auth().oauth2(token).contentType(ContentType.JSON);
    }
}
