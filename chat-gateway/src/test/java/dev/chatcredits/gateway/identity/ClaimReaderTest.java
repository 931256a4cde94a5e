package dev.chatcredits.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ClaimReaderTest {

    private static final Instant ISSUED = Instant.parse("2026-11-22T10:15:30Z");

    @Test
    void clerkNamesOnePlanWithItsScope() {
        var subscription = clerk(Map.of("pla", "u:pro_user", "fea", "u:25_credits_month,o:teams,uo:export"));
        assertEquals("pro_user", subscription.planId());
        assertEquals(List.of("25_credits_month", "teams", "export"), subscription.features());
        assertEquals(ISSUED, subscription.asOf());
        assertEquals(Subscription.Kind.TOKEN, subscription.kind());
    }

    @Test
    void aPlainClaimIsAPlan() {
        assertEquals("pro_user", clerk(Map.of("plan", "pro_user")).planId());
    }

    @Test
    void aListOfPlansGivesTheFirstAndTheOthersAsFeatures() {
        var subscription = clerk(Map.of("plan", List.of("starter_user", "pro_user"), "features", List.of("export")));
        assertEquals("starter_user", subscription.planId());
        assertEquals(List.of("pro_user", "export"), subscription.features());
    }

    @Test
    void keycloakHasPlansAmongTheRealmRoles() {
        var subscription = reader("realm_access/roles")
                .read(Map.of("realm_access", Map.of("roles", List.of("offline_access", "pro_user"))), ISSUED);
        assertEquals("offline_access", subscription.planId());
        assertEquals(List.of("pro_user"), subscription.features());
    }

    @Test
    void aNameWithASlashIsQuoted() {
        var subscription = reader("\"https://example.com/plan\"/name")
                .read(Map.of("https://example.com/plan", Map.of("name", "pro_user")), ISSUED);
        assertEquals("pro_user", subscription.planId());
    }

    @Test
    void whatIsNoScopeIsPartOfTheName() {
        assertEquals("team:pro", clerk(Map.of("plan", "team:pro")).planId());
    }

    @Test
    void claimsOfAnotherFormSayNothing() {
        for (var odd : List.of(true, 7, Map.of("a", "b"), List.of(1, 2), "", " , ,", "u:")) {
            var subscription = clerk(Map.of("pla", odd));
            assertNull(subscription.planId(), odd.toString());
            assertEquals(List.of(), subscription.features());
        }
    }

    @Test
    void noMoreIsSentThanTheCreditServiceTakes() {
        var many = IntStream.range(0, 300).mapToObj(i -> "role" + i).toList();
        var subscription = clerk(Map.of("plan", "pro_user", "features", many));
        assertEquals("pro_user", subscription.planId());
        assertEquals(100, subscription.features().size());
        assertNull(clerk(Map.of("plan", "x".repeat(201))).planId());
    }

    @Test
    void aPathOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> reader("/"));
    }

    @Property(tries = 1000)
    void noClaimsAreToBeFeared(
            @ForAll @Size(max = 4) List<@StringLength(max = 6) String> features,
            @ForAll @StringLength(max = 12) String plan) {
        var subscription = clerk(Map.of("plan", plan, "fea", features));
        assertEquals(
                subscription.features().stream().distinct().toList(),
                subscription.features(),
                "a feature is named once");
        assertEquals(0, Collections.frequency(subscription.features(), subscription.planId()));
    }

    private static Subscription clerk(Map<String, ?> claims) {
        return new ClaimReader(List.of(List.of("pla"), List.of("plan")), List.of(List.of("fea"), List.of("features")))
                .read(claims, ISSUED);
    }

    private static ClaimReader reader(String planClaim) {
        return new ClaimReader(List.of(ClaimReader.path(planClaim)), List.of());
    }
}
