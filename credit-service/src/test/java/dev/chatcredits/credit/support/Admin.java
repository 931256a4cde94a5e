package dev.chatcredits.credit.support;

import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;

import dev.chatcredits.credit.ledger.UserId;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;

/** What an admin asks of the service. */
public final class Admin {

    private Admin() {}

    public static Response adjust(String user, String key, long credits, String reason) {
        return Routes.with(Tokens.ADMIN)
                .header("Idempotency-Key", key)
                .body(Map.of("credits", credits, "reason", reason))
                .post(Routes.adjustments(user));
    }

    public static Response reset(String user, String key, String reason) {
        return Routes.with(Tokens.ADMIN)
                .header("Idempotency-Key", key)
                .body(Map.of("reason", reason))
                .post(Routes.reset(user));
    }

    public static Response liftBilling(String user) {
        return Routes.with(Tokens.ADMIN).delete(Routes.billing(user));
    }

    /** What the audit finds of these users. */
    public static List<Map<String, Object>> differences(List<UserId> users) {
        List<Map<String, Object>> all =
                Routes.with(Tokens.ADMIN).get(Routes.AUDIT).jsonPath().getList("differences");
        return all.stream()
                .filter(difference ->
                        users.stream().anyMatch(user -> user.value().equals(difference.get("userId"))))
                .toList();
    }

    /** Every account of the database is what its entries and holds say. */
    public static void assertThatTheAuditFindsNothing() {
        Routes.with(Tokens.ADMIN)
                .get(Routes.AUDIT)
                .then()
                .statusCode(200)
                .body("accounts", greaterThan(0))
                .body("differences", empty());
    }
}
