package dev.chatcredits.gateway.checkout;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.OtherSettings;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The local platform's checkout: the whole upgrade can be tried. */
@QuarkusTest
@TestProfile(OtherSettings.class)
@WithTestResource(CreditPlatform.class)
class CheckoutTest {

    private final String user = Tokens.newUser();
    private final Chat starter = new Chat(Tokens.sign(Tokens.ofClerk(user).claim("pla", "u:starter_user")));

    @Test
    void aPlanThatIsChosenIsThereAtOnce() {
        for (var i = 0; i < 5; i++) {
            starter.ask("anthropic/claude-opus-4.5", user).then().statusCode(200);
        }
        starter.ask("anthropic/claude-opus-4.5", user).then().statusCode(402);
        starter.request()
                .body("{\"planId\":\"pro_user\"}")
                .post("/api/checkout")
                .then()
                .statusCode(200)
                .body("planId", equalTo("pro_user"))
                .body("remaining", equalTo(50));
        starter.ask("anthropic/claude-opus-4.5", user).then().statusCode(200);
        starter.request()
                .get("/api/credits")
                .then()
                .body("planId", equalTo("pro_user"))
                .body("remaining", equalTo(45));
    }

    @Test
    void aPlanThatDoesNotExistIsRefused() {
        for (var body : new String[] {"{}", "{\"planId\":\"gold\"}", "{\"planId\":7}", "{\"planId\":null}"}) {
            starter.request()
                    .body(body)
                    .post("/api/checkout")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("INVALID_REQUEST"))
                    .body("field", equalTo("planId"));
        }
    }

    @Test
    void whatElseIsInTheBodyBuysNothingForNobody() {
        var other = new Chat(Tokens.sign(Tokens.ofClerk(Tokens.newUser()).claim("pla", "u:starter_user")));
        var others = other.balance();
        starter.request()
                .body(Map.of(
                        "planId",
                        "pro_user",
                        "userId",
                        others.path("userId").asText(),
                        "user_id",
                        others.path("userId").asText(),
                        "credits",
                        1_000,
                        "total",
                        1_000,
                        "features",
                        List.of("1000_credits_month"),
                        "kind",
                        "TOKEN"))
                .post("/api/checkout")
                .then()
                .statusCode(200)
                .body("userId", equalTo(user))
                .body("planId", equalTo("pro_user"))
                .body("total", equalTo(50));
        assertEquals(others, other.balance());
    }
}
