package dev.chatcredits.credit.catalog;

import static org.hamcrest.Matchers.is;

import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RealParts.class)
class CatalogRouteTest {

    @Test
    void theShippedCatalogIsThatOfTheRequirements() {
        Routes.with(Tokens.SERVICE)
                .get(Routes.CATALOG)
                .then()
                .statusCode(200)
                .body(
                        "plans",
                        is(List.of(
                                Map.of("id", "starter_user", "name", "Starter", "credits", 25, "highlights", List.of()),
                                Map.of("id", "pro_user", "name", "Pro", "credits", 50, "highlights", List.of()))))
                .body(
                        "features",
                        is(List.of(
                                Map.of("id", "25_credits_month", "credits", 25),
                                Map.of("id", "50_credits_month", "credits", 50))))
                .body(
                        "models",
                        is(List.of(
                                Map.of("id", "x-ai/grok-4.1-fast", "name", "Grok 4.1 Fast", "credits", 1),
                                Map.of("id", "openai/gpt-5.1", "name", "GPT-5.1", "credits", 2),
                                Map.of(
                                        "id",
                                        "google/gemini-3-pro-preview",
                                        "name",
                                        "Gemini 3 Pro Preview",
                                        "credits",
                                        3),
                                Map.of("id", "anthropic/claude-opus-4.5", "name", "Claude Opus 4.5", "credits", 5))))
                .body("defaultCost", is(1));
    }
}
