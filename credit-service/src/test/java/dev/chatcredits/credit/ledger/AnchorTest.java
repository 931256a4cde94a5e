package dev.chatcredits.credit.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where periods begin and end: always counted from the anchor, never from the period before. */
class AnchorTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # anchor,   zone,                instant,                   start,                end
            # the calendar month, to the last nanosecond
            2026-01-01, UTC,                 2026-01-31T23:59:59.999999999Z, 2026-01-01T00:00:00Z, 2026-02-01T00:00:00Z
            2026-01-01, UTC,                 2026-02-01T00:00:00Z,      2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z
            # an anchor in the future is an anchor all the same
            2026-01-01, UTC,                 2019-12-31T12:00:00Z,      2019-12-01T00:00:00Z, 2020-01-01T00:00:00Z
            2030-06-15, UTC,                 2026-01-15T00:00:00Z,      2026-01-15T00:00:00Z, 2026-02-15T00:00:00Z
            2030-06-15, UTC,                 2026-01-14T23:59:59Z,      2025-12-15T00:00:00Z, 2026-01-15T00:00:00Z
            # 28 to 31, in short months and in leap years
            2026-01-28, UTC,                 2026-02-28T00:00:00Z,      2026-02-28T00:00:00Z, 2026-03-28T00:00:00Z
            2026-01-29, UTC,                 2026-02-28T00:00:00Z,      2026-02-28T00:00:00Z, 2026-03-29T00:00:00Z
            2026-01-29, UTC,                 2028-02-28T00:00:00Z,      2028-01-29T00:00:00Z, 2028-02-29T00:00:00Z
            2026-01-30, UTC,                 2026-02-27T23:59:59Z,      2026-01-30T00:00:00Z, 2026-02-28T00:00:00Z
            2026-01-30, UTC,                 2028-02-29T00:00:00Z,      2028-02-29T00:00:00Z, 2028-03-30T00:00:00Z
            2026-01-31, UTC,                 2026-02-28T00:00:00Z,      2026-02-28T00:00:00Z, 2026-03-31T00:00:00Z
            2026-01-31, UTC,                 2026-03-30T23:59:59Z,      2026-02-28T00:00:00Z, 2026-03-31T00:00:00Z
            2026-01-31, UTC,                 2026-03-31T00:00:00Z,      2026-03-31T00:00:00Z, 2026-04-30T00:00:00Z
            2026-01-31, UTC,                 2028-02-29T00:00:00Z,      2028-02-29T00:00:00Z, 2028-03-31T00:00:00Z
            2026-01-31, UTC,                 2100-02-28T00:00:00Z,      2100-02-28T00:00:00Z, 2100-03-31T00:00:00Z
            2024-02-29, UTC,                 2026-02-28T00:00:00Z,      2026-02-28T00:00:00Z, 2026-03-29T00:00:00Z
            # the zone's own midnight, an hour earlier in summer
            2026-01-01, Europe/Berlin,       2026-03-31T22:00:00Z,      2026-03-31T22:00:00Z, 2026-04-30T22:00:00Z
            2026-01-01, Europe/Berlin,       2026-03-31T21:59:59Z,      2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z
            2026-01-01, America/Los_Angeles, 2026-02-01T07:59:59Z,      2026-01-01T08:00:00Z, 2026-02-01T08:00:00Z
            2026-01-01, Pacific/Kiritimati,  2025-12-31T10:00:00Z,      2025-12-31T10:00:00Z, 2026-01-31T10:00:00Z
            # midnight that is skipped: the day begins at one o'clock
            2025-09-07, America/Santiago,    2025-09-07T03:59:59Z,      2025-08-07T04:00:00Z, 2025-09-07T04:00:00Z
            2025-09-07, America/Santiago,    2025-09-07T04:00:00Z,      2025-09-07T04:00:00Z, 2025-10-07T03:00:00Z
            # midnight that comes twice (Havana, 2 November 2025 at one o'clock): the first counts
            2025-11-02, America/Havana,      2025-11-02T04:00:00Z,      2025-11-02T04:00:00Z, 2025-12-02T05:00:00Z
            2025-11-02, America/Havana,      2025-11-02T05:30:00Z,      2025-11-02T04:00:00Z, 2025-12-02T05:00:00Z
            # a day that never was: Samoa had no 30 December 2011
            2011-10-30, Pacific/Apia,        2011-12-30T10:00:00Z,      2011-12-30T10:00:00Z, 2012-01-29T10:00:00Z
            """)
    void periodAt(LocalDate anchor, ZoneId zone, Instant instant, Instant start, Instant end) {
        assertEquals(new Period(start, end), new Anchor(anchor, zone).periodAt(instant));
    }
}
