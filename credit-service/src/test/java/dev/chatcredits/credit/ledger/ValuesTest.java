package dev.chatcredits.credit.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the types refuse by themselves. */
class ValuesTest {

    private static final Instant NOW = Life.BEGIN;
    private static final Period PERIOD = new Period(NOW, NOW.plus(Duration.ofDays(30)));
    private static final Allocation PLAN = new Allocation("plan", 10);

    @ParameterizedTest
    @ValueSource(strings = {"a", "0190d5d3-7e1f-7b58-8f0e-1a2b3c4d5e6f", "A.b_c:d-9"})
    void generationIds(String value) {
        assertTrue(GenerationId.isValid(value));
        assertEquals(value, new GenerationId(value).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "ä", "a\n", "a\u0000", "<x>"})
    void notGenerationIds(String value) {
        assertFalse(GenerationId.isValid(value));
        assertThrows(IllegalArgumentException.class, () -> new GenerationId(value));
    }

    @Test
    void generationIdHas128CharactersAtMost() {
        assertTrue(GenerationId.isValid("x".repeat(128)));
        assertFalse(GenerationId.isValid("x".repeat(129)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "auth0|5f", "../x", "a/b", "user@example.com", "ä", ".a."})
    void userIds(String value) {
        assertTrue(UserId.isValid(value));
        assertEquals(value, new UserId(value).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a\u0000", "a\n", "\u007f", "a\u0085"})
    void notUserIds(String value) {
        assertFalse(UserId.isValid(value));
        assertThrows(IllegalArgumentException.class, () -> new UserId(value));
    }

    @Test
    void userIdHas255CharactersAtMostAndAnOrder() {
        assertTrue(UserId.isValid("x".repeat(255)));
        assertFalse(UserId.isValid("x".repeat(256)));
        assertEquals(
                List.of(new UserId("a"), new UserId("b")),
                Stream.of(new UserId("b"), new UserId("a")).sorted().toList());
    }

    @Test
    void periodIsHalfOpenAndNotEmpty() {
        assertTrue(PERIOD.contains(PERIOD.start()));
        assertTrue(PERIOD.contains(PERIOD.end().minusNanos(1)));
        assertFalse(PERIOD.contains(PERIOD.end()));
        assertFalse(PERIOD.contains(PERIOD.start().minusNanos(1)));
        assertThrows(IllegalArgumentException.class, () -> new Period(NOW, NOW));
        assertThrows(IllegalArgumentException.class, () -> new Period(NOW, NOW.minusNanos(1)));
    }

    @Test
    void allocationIsNotNegative() {
        assertEquals(0, new Allocation("empty", 0).credits());
        assertThrows(IllegalArgumentException.class, () -> new Allocation("debt", -1));
    }

    @Test
    void holdIsDrawnToTheLastCredit() {
        List<Hold.Draw> draws = List.of(new Hold.Draw(1, 2), new Hold.Draw(2, 3));
        assertEquals(5, hold(5, draws).credits());
        assertThrows(IllegalArgumentException.class, () -> hold(4, draws));
        assertThrows(IllegalArgumentException.class, () -> hold(6, draws));
    }

    private static Hold hold(long credits, List<Hold.Draw> draws) {
        return new Hold(
                new GenerationId("g"),
                "gpt",
                credits,
                Hold.Status.HELD,
                "h",
                "a",
                draws,
                NOW,
                NOW.plusSeconds(1),
                null);
    }

    /** granted, used, held, lapsed, debt. */
    record Amounts(Grant.Source source, long granted, long used, long held, long lapsed, long debt, Grant.State state) {
        Grant grant() {
            return new Grant(1, source, PLAN, PERIOD, granted, used, held, lapsed, debt, state);
        }
    }

    static Stream<Amounts> possible() {
        return Stream.of(
                new Amounts(Grant.Source.PLAN, 10, 3, 2, 0, 0, Grant.State.ACTIVE),
                new Amounts(Grant.Source.PLAN, 10, 6, 4, 0, 7, Grant.State.ACTIVE),
                new Amounts(Grant.Source.PLAN, 10, 6, 4, 0, 7, Grant.State.SET_ASIDE),
                new Amounts(Grant.Source.PLAN, 10, 3, 2, 5, 0, Grant.State.ENDED),
                new Amounts(Grant.Source.ADJUSTMENT, 10, 3, 2, 5, 0, Grant.State.ENDED));
    }

    @ParameterizedTest
    @MethodSource
    void possible(Amounts amounts) {
        assertEquals(
                amounts.granted() - amounts.used() - amounts.held() - amounts.lapsed(),
                amounts.grant().free());
    }

    static Stream<Amounts> impossible() {
        return Stream.of(
                new Amounts(Grant.Source.PLAN, 10, -1, 2, 0, 0, Grant.State.ACTIVE),
                new Amounts(Grant.Source.PLAN, 10, 1, -1, 0, 0, Grant.State.ACTIVE),
                new Amounts(Grant.Source.PLAN, 10, 3, 2, -1, 0, Grant.State.ACTIVE),
                new Amounts(Grant.Source.PLAN, 10, 6, 4, 0, -1, Grant.State.ACTIVE),
                new Amounts(Grant.Source.PLAN, 10, 6, 5, 0, 0, Grant.State.ACTIVE),
                new Amounts(Grant.Source.PLAN, 10, 5, 3, 3, 0, Grant.State.ENDED),
                new Amounts(Grant.Source.PLAN, 10, 5, 3, 2, 0, Grant.State.ACTIVE),
                new Amounts(Grant.Source.PLAN, 10, 5, 3, 1, 0, Grant.State.ENDED),
                new Amounts(Grant.Source.PLAN, 10, 5, 3, 1, 0, Grant.State.SET_ASIDE),
                new Amounts(Grant.Source.ADJUSTMENT, 10, 6, 4, 0, 7, Grant.State.ACTIVE),
                new Amounts(Grant.Source.PLAN, 10, 6, 4, 0, 7, Grant.State.ENDED),
                new Amounts(Grant.Source.PLAN, 10, 6, 3, 0, 7, Grant.State.ACTIVE));
    }

    @ParameterizedTest
    @MethodSource
    void impossible(Amounts amounts) {
        assertThrows(IllegalArgumentException.class, amounts::grant);
    }

    @Test
    void planBurnsFirstThenWhatEndsFirstThenTheOldest() {
        Period shorter = new Period(NOW, NOW.plus(Duration.ofDays(10)));
        Grant plan = Grant.of(9, Grant.Source.PLAN, PLAN, PERIOD, Grant.State.ACTIVE);
        Grant endsFirst = Grant.of(8, Grant.Source.ADJUSTMENT, null, shorter, Grant.State.ACTIVE);
        Grant oldest = Grant.of(2, Grant.Source.ADJUSTMENT, null, PERIOD, Grant.State.ACTIVE);
        Grant youngest = Grant.of(3, Grant.Source.ADJUSTMENT, null, PERIOD, Grant.State.ACTIVE);
        assertEquals(
                List.of(plan, endsFirst, oldest, youngest),
                Stream.of(youngest, oldest, endsFirst, plan)
                        .sorted(Grant.BURN_ORDER)
                        .toList());
    }
}
