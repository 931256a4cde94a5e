package dev.chatcredits.gateway.identity;

import static org.hamcrest.Matchers.equalTo;

import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** As whom people are logged in, in words that they know. */
@QuarkusTest
@WithTestResource(CreditPlatform.class)
class MeTest {

    private final String user = Tokens.newUser();

    @Test
    void aPersonIsCalledWhatTheProviderCallsThem() {
        called(Map.of("name", "Bob Example", "preferred_username", "bob"), "Bob Example");
        called(Map.of("name", " ", "preferred_username", "bob", "email", "bob@example.org"), "bob");
        called(Map.of("email", "bob@example.org"), "bob@example.org");
    }

    @Test
    void whoHasNoNameIsCalledByTheId() {
        called(Map.of(), user);
    }

    private void called(Map<String, String> claims, String name) {
        JwtClaimsBuilder token = Tokens.claims(user);
        claims.forEach(token::claim);
        new Chat(Tokens.sign(token))
                .request()
                .get("/api/me")
                .then()
                .statusCode(200)
                .body("userId", equalTo(user))
                .body("name", equalTo(name));
    }
}
