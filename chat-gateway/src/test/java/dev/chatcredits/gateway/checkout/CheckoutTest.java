package dev.chatcredits.gateway.checkout;

import static org.hamcrest.Matchers.equalTo;

import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The local platform's checkout: the whole upgrade can be tried. */
@QuarkusTest
@TestProfile(CheckoutTest.Local.class)
@WithTestResource(CreditPlatform.class)
class CheckoutTest {

    public static final class Local implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("gateway.checkout.local", "true");
        }
    }

    private final String user = Tokens.newUser();
    private final Chat starter = new Chat(Tokens.of(user, "starter_user"));

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
}
