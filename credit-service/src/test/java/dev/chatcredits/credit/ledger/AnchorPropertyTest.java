package dev.chatcredits.credit.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Periods of any anchor in any zone of the world, in the years 2000 to 2100. */
class AnchorPropertyTest {

    /** Lesson autumn#2115. */
    @Property(tries = 2000)
    @Label("Each instant is in one period, and its neighbours touch it without a gap. Validates: R7.1")
    void periodsAreContiguous(@ForAll("anchors") Anchor anchor, @ForAll("instants") Instant instant) {
        Period period = anchor.periodAt(instant);
        assertTrue(period.contains(instant), () -> period + " without " + instant);
        assertEquals(period, anchor.periodAt(period.start()));
        assertEquals(period, anchor.periodAt(period.end().minusNanos(1)));
        assertEquals(period.end(), anchor.periodAt(period.end()).start());
        assertEquals(
                period.start(), anchor.periodAt(period.start().minusNanos(1)).end());
    }

    /** Lesson polar#10664. */
    @Property(tries = 2000)
    @Label("A period begins on the anchor's day, or on the last of a month that is too short for it. Validates: R7.1")
    void periodBeginsOnTheAnchorsDay(@ForAll("anchors") Anchor anchor, @ForAll("instants") Instant instant) {
        ZonedDateTime start = anchor.periodAt(instant).start().atZone(anchor.zone());
        int day = Math.min(anchor.date().getDayOfMonth(), YearMonth.from(start).lengthOfMonth());
        boolean neverWas = start.toLocalDate().getDayOfMonth() == day + 1
                && start.toInstant().minusNanos(1).atZone(anchor.zone()).getDayOfMonth() == day - 1;
        assertTrue(start.getDayOfMonth() == day || neverWas, () -> start + " for " + anchor);
        assertEquals(start.toLocalDate().atStartOfDay(anchor.zone()), start);
    }

    @Property(tries = 2000)
    @Label("A period is a month: no slivers, no second month. Validates: R7.1")
    void periodIsAMonthLong(@ForAll("anchors") Anchor anchor, @ForAll("instants") Instant instant) {
        Period period = anchor.periodAt(instant);
        Duration length = Duration.between(period.start(), period.end());
        assertTrue(
                length.compareTo(Duration.ofDays(26)) > 0 && length.compareTo(Duration.ofDays(33)) < 0,
                () -> length + " for " + anchor);
    }

    @Provide
    Arbitrary<Anchor> anchors() {
        Arbitrary<ZoneId> zones = Arbitraries.of(
                        ZoneId.getAvailableZoneIds().stream().sorted().toList())
                .map(ZoneId::of);
        Arbitrary<LocalDate> dates = Arbitraries.longs()
                .between(
                        LocalDate.of(2000, 1, 1).toEpochDay(),
                        LocalDate.of(2100, 12, 31).toEpochDay())
                .map(LocalDate::ofEpochDay);
        return Combinators.combine(dates, zones).as(Anchor::new);
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(
                        Instant.parse("2000-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("2100-12-31T00:00:00Z").getEpochSecond())
                .map(Instant::ofEpochSecond);
    }
}
