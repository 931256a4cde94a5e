package dev.chatcredits.credit.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.ledger.Allocation;
import dev.chatcredits.credit.ledger.Anchor;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** What any set of plans and features gives. */
class AllocationPropertyTest {

    private static final List<String> SLUGS =
            List.of("starter_user", "pro_user", "25_credits_month", "other", "both", "");

    @Property(tries = 2000)
    @Tag("Property-1")
    @Label(
            "Property 1: any set of plans and features gives the highest known allocation, none gives none. Validates: R1.1, R1.2, R1.3")
    void highestKnownAllocationCounts(
            @ForAll("amounts") Map<String, Long> plans,
            @ForAll("amounts") Map<String, Long> features,
            @ForAll("slugs") List<String> slugs) {
        List<Long> known = new ArrayList<>();
        for (String slug : slugs) {
            Optional.ofNullable(plans.get(slug)).ifPresent(known::add);
            Optional.ofNullable(features.get(slug)).ifPresent(known::add);
        }
        Optional<Allocation> allocation = catalog(plans, features).allocation(slugs);
        assertEquals(!known.isEmpty(), allocation.isPresent());
        allocation.ifPresent(a -> {
            assertEquals(Collections.max(known), a.credits());
            assertTrue(slugs.contains(a.planId()));
            boolean hasAPlan = slugs.stream().anyMatch(plans::containsKey);
            assertEquals(hasAPlan, plans.containsKey(a.planId()), "named after a plan where there is one");
        });
    }

    @Property(tries = 1000)
    @Tag("Property-1")
    @Label(
            "Property 1: neither order nor repetition of slugs matters: the same subscription is the same grant. Validates: R1.5, R1.6")
    void orderDoesNotMatter(
            @ForAll("amounts") Map<String, Long> plans,
            @ForAll("amounts") Map<String, Long> features,
            @ForAll("slugs") List<String> slugs,
            @ForAll Random random) {
        List<String> shuffled = new ArrayList<>(slugs);
        shuffled.addAll(slugs);
        Collections.shuffle(shuffled, random);
        Catalog catalog = catalog(plans, features);
        assertEquals(catalog.allocation(slugs), catalog.allocation(shuffled));
    }

    @Provide
    Arbitrary<Map<String, Long>> amounts() {
        return Arbitraries.maps(
                        Arbitraries.of(SLUGS), Arbitraries.longs().between(0, 3).map(credits -> credits * 25))
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<String>> slugs() {
        return Arbitraries.of(SLUGS).list().ofMaxSize(5);
    }

    private static Catalog catalog(Map<String, Long> plans, Map<String, Long> features) {
        Map<String, Catalog.Plan> byId = new HashMap<>();
        plans.forEach((id, credits) -> byId.put(id, new Catalog.Plan(id, id, credits, List.of())));
        return new Catalog(
                byId, features, Map.of(), Optional.of(1L), new Anchor(LocalDate.of(2026, 1, 1), ZoneOffset.UTC));
    }
}
