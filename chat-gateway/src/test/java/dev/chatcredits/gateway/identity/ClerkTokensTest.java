package dev.chatcredits.gateway.identity;

import static org.hamcrest.Matchers.equalTo;

import dev.chatcredits.gateway.testing.Chat;
import dev.chatcredits.gateway.testing.CreditPlatform;
import dev.chatcredits.gateway.testing.OtherSettings;
import dev.chatcredits.gateway.testing.Tokens;
import dev.chatcredits.gateway.testing.Way;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clerk's session tokens have no audience: the site in {@code azp} is all that binds them to this application. */
@QuarkusTest
@TestProfile(OtherSettings.class)
@WithTestResource(CreditPlatform.class)
class ClerkTokensTest {

    private static final String SITE = OtherSettings.SITE;

    private final String user = Tokens.newUser();

    @Test
    void aTokenOfThisSiteOpensAllRoutes() {
        var chat = new Chat(Tokens.sign(Tokens.ofClerk(user)));
        chat.request().get("/api/credits").then().statusCode(200).body("userId", equalTo(user));
        for (var way : Way.values()) {
            way.ask(chat, user).then().statusCode(200);
        }
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("another site", claims().claim("azp", "https://evil.example")),
                Arguments.of("a longer one", claims().claim("azp", SITE + ".evil.example")),
                Arguments.of("a shorter one", claims().claim("azp", SITE.substring(0, SITE.length() - 1))),
                Arguments.of("none", claims().remove("azp")),
                Arguments.of("an empty one", claims().claim("azp", "")),
                Arguments.of("one in other letters", claims().claim("azp", SITE.toUpperCase(java.util.Locale.ROOT))),
                Arguments.of("others beside it", claims().claim("azp", SITE + " https://evil.example")),
                Arguments.of("a list of others", claims().claim("azp", List.of("https://evil.example"))),
                Arguments.of("the site in aud only", claims().remove("azp").audience(SITE)),
                Arguments.of("an ID token", claims().claim("at_hash", "MTIzNDU2Nzg5MDEyMzQ1Ng")),
                Arguments.of("an ID token that says so", claims().claim("typ", "ID")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void anyOtherTokenOpensNone(String what, JwtClaimsBuilder claims) {
        var chat = new Chat(Tokens.sign(claims));
        chat.request().get("/api/credits").then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
        chat.request().get("/v1/models").then().statusCode(401).body("error.code", equalTo("UNAUTHENTICATED"));
        for (var way : Way.values()) {
            way.ask(chat, "Hi").then().statusCode(401);
        }
    }

    private static JwtClaimsBuilder claims() {
        return Tokens.ofClerk(Tokens.newUser());
    }
}
