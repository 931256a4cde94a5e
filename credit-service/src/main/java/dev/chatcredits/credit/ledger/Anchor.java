package dev.chatcredits.credit.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Where monthly periods are counted from. Each boundary is derived from the anchor itself, never from the boundary before it:
 * 31 January, 28 February, 31 March (a chain would stay on the 28th or 29th for ever, as in polar#10664).
 *
 * @param date a day on which a period starts
 * @param zone whose midnight it is
 */
public record Anchor(LocalDate date, ZoneId zone) {

    /** The period that an instant belongs to. */
    public Period periodAt(Instant instant) {
        long months = ChronoUnit.MONTHS.between(YearMonth.from(date), YearMonth.from(instant.atZone(zone)));
        if (boundary(months).isAfter(instant)) {
            months--;
        }
        return new Period(boundary(months), boundary(months + 1));
    }

    private Instant boundary(long months) {
        return date.plusMonths(months).atStartOfDay(zone).toInstant();
    }
}
