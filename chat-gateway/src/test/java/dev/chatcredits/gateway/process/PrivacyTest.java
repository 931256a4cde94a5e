package dev.chatcredits.gateway.process;

import static dev.chatcredits.gateway.process.BadLetters.POISON;
import static dev.chatcredits.gateway.process.TalkOfTheCanary.CANARY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.gateway.testing.Packaged;
import dev.chatcredits.testing.ServiceProcess;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What people and models say is for the provider and the caller only, whatever goes wrong; secrets are for nobody. Looked for in all that
 * the two services, as they are shipped but told to log more, leave behind. Lesson litellm#37053.
 */
@Tag("packaged")
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrivacyTest {

    private static final String VERBOSE = "quarkus.log.category.\"dev.chatcredits\".level";

    /** The first two parts of a signed token: ours, a caller's, anybody's. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]{10,}\\.eyJ");

    private static final String DATABASE_PASSWORD = "secretOfTheDatabase";
    private static final Map<String, String> GATEWAY_SETTINGS = Map.of(
            VERBOSE,
            "DEBUG",
            "gateway.limits.first-token",
            "4s",
            "gateway.limits.idle",
            "4s",
            "gateway.limits.unread",
            "64K",
            "gateway.completion.longest-pause",
            "1s",
            "gateway.providers.first.api-key",
            "secretOfTheProvider",
            "gateway.providers.first.headers.X-Account",
            "secretOfTheAccount",
            "gateway.request-hash.secret",
            "secretOfTheHash",
            "quarkus.oidc-client.credentials.secret",
            "secretOfTheClient");

    private final Packaged parts =
            new Packaged(Map.of(VERBOSE, "DEBUG", "credits.database.role-password", DATABASE_PASSWORD));
    private final ServiceProcess gateway = parts.gateway(GATEWAY_SETTINGS);
    private final TalkOfTheCanary talk = new TalkOfTheCanary(parts, gateway);
    private Map<String, String> places = Map.of();

    @BeforeAll
    void talkAndLook() throws Exception {
        talk.everywhere();
        places = Places.of(parts, gateway);
    }

    @AfterAll
    void stop() {
        gateway.kill();
        parts.stop();
    }

    /** A search that couldn't find anything would be no proof. */
    @Test
    void whatIsLookedForWasThereAndTheSearchFindsWhatIsThere() {
        assertTrue(parts.provider().callsWith(CANARY).size() > 10, "the provider was asked");
        assertTrue(talk.successes().size() >= 4);
        talk.successes().forEach(answer -> assertTrue(answer.contains(CANARY), answer));
        assertTrue(parts.provider().callsWith(CANARY).stream()
                .allMatch(call ->
                        "Bearer secretOfTheProvider".equals(call.headers().get("authorization"))));
        for (var place : List.of("gateway log", "Kafka", "PostgreSQL")) {
            assertTrue(found(place, talk.userOrGenerationIn(place)), place);
        }
        assertTrue(found("credit-service log", "credit-service"));
        for (var reason : List.of("data.outcome must be SUCCEEDED or FAILED", "not JSON, or a member is there twice")) {
            assertTrue(found("Kafka", "dlq-reason=" + reason), reason);
            assertTrue(found("credit-service log", reason), reason);
        }
        for (var service : List.of("gateway", "credit-service")) {
            assertTrue(found(service + "/q/metrics", "http_server_requests_seconds"), service);
            assertTrue(found(service + "/q/openapi", "openapi"), service);
            assertTrue(found(service + "/q/health", "UP"), service);
        }
    }

    @Test
    void whatPeopleAndModelsSayIsNowhereElse() {
        assertEquals(List.of(), placesOf(CANARY));
        talk.refusals().forEach(refusal -> assertFalse(says(refusal, CANARY), refusal));
    }

    /** The reasons why it was put aside are ours, and so is what is logged about them. */
    @Test
    void whatAProducerGotWrongIsInTheTopicsOnly() {
        assertEquals(
                List.of("Kafka"),
                places.keySet().stream().filter(place -> found(place, POISON)).toList());
    }

    @Test
    void secretsAreNowhere() {
        assertEquals(List.of(), placesOf("secretOf"));
        places.forEach((place, text) -> assertFalse(TOKEN.matcher(text).find(), place));
        talk.refusals().forEach(refusal -> {
            assertFalse(says(refusal, "secretOf"), refusal);
            assertFalse(TOKEN.matcher(refusal).find(), refusal);
        });
    }

    private boolean found(String place, String text) {
        return says(places.getOrDefault(place, ""), text);
    }

    private List<String> placesOf(String text) {
        return places.entrySet().stream()
                .filter(place -> says(place.getValue(), text))
                .map(place -> place.getKey() + ": "
                        + place.getValue()
                                .lines()
                                .filter(line -> says(line, text))
                                .limit(3)
                                .toList())
                .toList();
    }

    /** In capitals too: Netty tells in capitals what it took for a version of HTTP. */
    private static boolean says(String text, String word) {
        return text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }
}
