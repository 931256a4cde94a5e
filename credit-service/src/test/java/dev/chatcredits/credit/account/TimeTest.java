package dev.chatcredits.credit.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.chatcredits.credit.ledger.Allocation;
import dev.chatcredits.credit.ledger.Anchor;
import dev.chatcredits.credit.ledger.Balance;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.Explanation;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.Invariants;
import dev.chatcredits.credit.ledger.Outcome;
import dev.chatcredits.credit.ledger.Proof;
import dev.chatcredits.credit.ledger.Refusal;
import dev.chatcredits.credit.ledger.UserId;
import dev.chatcredits.credit.model.Books;
import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.HandClock;
import dev.chatcredits.credit.support.RealParts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ends of periods, clocks that jump, tokens of issuers with other clocks and events that come weeks late, on PostgreSQL. */
@QuarkusTest
@TestProfile(RealParts.class)
@SuppressWarnings("NullAway.Init") // Injected, and set up for each test.
class TimeTest {

    private static final Allocation PRO = new Allocation("pro_user", 50);
    private static final Allocation STARTER = new Allocation("starter_user", 25);
    private static final Anchor CALENDAR_MONTHS = new Anchor(LocalDate.of(2026, 1, 1), ZoneOffset.UTC);
    private static final Instant MID_JANUARY = Instant.parse("2031-01-15T12:00:00Z");

    @Inject
    Ledgers ledgers;

    private final UserId user = new UserId(Fresh.user());
    private final HandClock clock = new HandClock(MID_JANUARY);
    private Anchor anchor = CALENDAR_MONTHS;

    @AfterEach
    void theBooksAreRight() {
        Admin.assertThatTheAuditFindsNothing();
    }

    /** Fault T1. Lesson polar#10664. Lesson litellm#34896. Lesson flexprice#2733. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            # anchor,   zone,             end of a period
            2026-01-01, UTC,              2031-02-01T00:00:00Z
            2026-01-28, UTC,              2031-02-28T00:00:00Z
            2026-01-29, UTC,              2031-02-28T00:00:00Z
            2026-01-30, UTC,              2032-02-29T00:00:00Z
            2026-01-31, UTC,              2032-02-29T00:00:00Z
            2026-01-31, UTC,              2032-03-31T00:00:00Z
            2024-02-29, UTC,              2031-02-28T00:00:00Z
            2026-01-01, Europe/Berlin,    2031-03-31T22:00:00Z
            2026-03-30, Europe/Berlin,    2031-03-29T23:00:00Z
            2026-01-31, Asia/Kathmandu,   2031-02-27T18:15:00Z
            2026-09-07, America/Santiago, 2031-09-07T04:00:00Z
            """)
    void holdsThatAreOpenAtTheEndOfAPeriodEndInIt(LocalDate date, ZoneId zone, Instant end) {
        anchor = new Anchor(date, zone);
        clock.set(end.minusNanos(1_000));
        subscribe(PRO, clock.instant());
        hold("settled", 5);
        hold("released", 4);
        assertFigures("remaining 41 used 0 held 9 elsewhere 0 debt 0");
        clock.set(end);
        assertFigures("remaining 50 used 0 held 0 elsewhere 9 debt 0");
        settle("settled", 1, end);
        release("released");
        settle("of the last moment", 3, end.minusNanos(1_000));
        settle("of the first moment", 2, end);
        assertFigures("remaining 48 used 2 held 0 elsewhere 0 debt 0");
        assertEntries("GRANT +50, LAPSE -41, GRANT +50, CHARGE -5, LAPSE -4, LAPSE +3, CHARGE -3, CHARGE -2");
    }

    /** Lesson sub2api#5051. Lesson bolt.new#5284. What nobody touched for long is loaded all the same: it still counts, or holds. */
    @Test
    void anAccountThatNobodyTouchedForMonthsIsRightAtItsFirstTouch() {
        subscribe(PRO, clock.instant());
        hold("forgotten", 5);
        settle("charged", 2, clock.instant());
        clock.move(Duration.ofDays(200));
        assertFigures("remaining 50 used 0 held 0 elsewhere 5 debt 0");
        expire("forgotten");
        assertFigures("remaining 50 used 0 held 0 elsewhere 0 debt 0");
        assertEntries("GRANT +50, CHARGE -2, LAPSE -43, GRANT +50, LAPSE -5");
    }

    /** Each in a transaction of its own, and however the plan was changed then. */
    @Test
    void successesEndInTheGrantThatTheirHoldsWereDrawnFromHoweverLongAgo() {
        subscribe(STARTER, clock.instant());
        hold("one", 5);
        hold("two", 4);
        clock.move(Duration.ofHours(1));
        subscribe(PRO, clock.instant());
        clock.move(Duration.ofDays(60));
        for (String forgotten : List.of("one", "two")) {
            expire(forgotten);
            settle(forgotten, 5, clock.instant());
        }
        assertFigures("remaining 50 used 0 held 0 elsewhere 0 debt 0");
        assertEntries("GRANT +25, LAPSE -16, GRANT +50, LAPSE -50, GRANT +50,"
                + " LAPSE -5, LAPSE +5, CHARGE -5, LAPSE -4, LAPSE +4, CHARGE -4");
    }

    /** Fault T1. Lesson sub2api#5051. */
    @Test
    void aClockThatJumpsIntoTheNextPeriodAndBackGivesNothingTwice() {
        subscribe(PRO, clock.instant());
        settle("before", 20, clock.instant());
        clock.move(Duration.ofDays(20));
        hold("ahead", 5);
        clock.move(Duration.ofDays(-20));
        assertFigures("remaining 45 used 0 held 5 elsewhere 0 debt 0");
        settle("ahead", 1, clock.instant());
        clock.move(Duration.ofDays(20));
        assertFigures("remaining 45 used 5 held 0 elsewhere 0 debt 0");
        assertEntries("GRANT +50, CHARGE -20, LAPSE -30, GRANT +50, CHARGE -5");
    }

    /** Fault T1. Holds expire by the clock, which has come back; an account's time never does. */
    @Test
    void aHoldThatIsMadeAfterAClockJumpedAheadAndBackLivesNoLonger() {
        subscribe(PRO, clock.instant());
        clock.move(Duration.ofDays(20));
        release("of the future");
        clock.move(Duration.ofDays(-20));
        hold("left behind", 5);
        clock.move(Duration.ofMinutes(15).plusMillis(1));
        expire("left behind");
        assertFigures("remaining 50 used 0 held 0 elsewhere 0 debt 0");
    }

    /** Lesson LibreChat#15879. Two tokens that are both valid, used in turn. */
    @Test
    void twoValidTokensOfDifferentPlansCannotBePlayedAgainstEachOther() {
        Instant older = clock.instant().minusSeconds(600);
        Instant newer = clock.instant().minusSeconds(300);
        subscribe(PRO, older);
        settle("one", 45, clock.instant());
        for (int i = 0; i < 3; i++) {
            subscribe(STARTER, newer);
            subscribe(PRO, older);
            clock.move(Duration.ofSeconds(10));
        }
        assertFigures("remaining 25 used 0 held 0 elsewhere 0 debt 0");
        subscribe(PRO, clock.instant());
        assertFigures("remaining 5 used 45 held 0 elsewhere 0 debt 0");
        assertEntries("GRANT +50, CHARGE -45, LAPSE -5, GRANT +25, LAPSE -25, GRANT +5");
    }

    @Test
    void aTokenOfAnIssuerWhoseClockIsAheadCountsUpToAMinute() {
        assertInstanceOf(Outcome.Applied.class, subscribe(PRO, clock.instant().plusSeconds(59)));
        assertEquals(
                new Outcome.Refused(Refusal.PROOF_FROM_THE_FUTURE, null),
                subscribe(STARTER, clock.instant().plusSeconds(61)));
        assertFigures("remaining 50 used 0 held 0 elsewhere 0 debt 0");
        clock.move(Duration.ofDays(-1));
        assertInstanceOf(
                Outcome.Applied.class,
                subscribe(STARTER, MID_JANUARY.plusSeconds(60)),
                "our clock was put back, the account's time wasn't");
    }

    /** As late as an event is taken: two periods ago, when the one in between is February. */
    @Test
    void anEventThatComes37DaysLateIsChargedToThePlanThatWasInUseThen() {
        clock.set(Instant.parse("2031-01-31T00:00:00Z"));
        subscribe(PRO, clock.instant());
        clock.move(Duration.ofHours(1));
        subscribe(STARTER, clock.instant());
        Instant completed = Instant.parse("2031-01-31T23:00:00Z");
        clock.set(completed.plus(Duration.ofDays(37)));
        settle("late", 5, completed);
        settle("later", 21, completed);
        assertFigures("remaining 25 used 0 held 0 elsewhere 0 debt 0");
        assertEntries("GRANT +50, LAPSE -50, GRANT +25, LAPSE -25, GRANT +25, LAPSE +5, CHARGE -5,"
                + " LAPSE +20, CHARGE -20, DEBT -1, DEBT +1");
    }

    private Outcome subscribe(Allocation plan, Instant asOf) {
        return ask(new Command.Subscribe(user, new Proof(plan, Proof.Kind.TOKEN, asOf)));
    }

    private void hold(String generation, long credits) {
        Proof old = new Proof(PRO, Proof.Kind.TOKEN, Instant.EPOCH);
        assertInstanceOf(
                Outcome.Applied.class,
                ask(new Command.PlaceHold(
                        user, id(generation), "gpt", credits, old, null, null, Duration.ofMinutes(15))));
    }

    private void settle(String generation, long price, Instant completed) {
        assertInstanceOf(Outcome.Applied.class, ask(new Command.Settle(user, id(generation), "gpt", price, completed)));
    }

    private void release(String generation) {
        assertInstanceOf(Outcome.Applied.class, ask(new Command.Release(user, id(generation), null)));
    }

    private void expire(String generation) {
        assertInstanceOf(Outcome.Applied.class, ask(new Command.Expire(user, id(generation), clock.instant())));
    }

    private GenerationId id(String generation) {
        return new GenerationId(generation.replace(' ', '-') + "." + user.value());
    }

    private Ledger ledger() {
        return ledgers.ledger(anchor, clock);
    }

    private Outcome ask(Command command) {
        return Ledgers.submit(ledgers.queue(ledger()), command).outcome();
    }

    private void assertFigures(String expected) {
        Balance balance =
                ledger().look(user).await().atMost(Ledgers.LIMIT).orElseThrow().balance();
        Explanation explanation = ledger().lookAtOpenHolds(user)
                .await()
                .atMost(Ledgers.LIMIT)
                .orElseThrow()
                .explanation();
        assertEquals(balance, explanation.balance());
        Invariants.check(explanation);
        assertEquals(
                expected,
                Stream.of(
                                "remaining " + balance.remaining(),
                                "used " + balance.used(),
                                "held " + balance.held(),
                                "elsewhere " + balance.heldElsewhere(),
                                "debt " + balance.debt())
                        .collect(Collectors.joining(" ")));
    }

    private void assertEntries(String expected) {
        try (Connection connection = Db.asOwner()) {
            assertEquals(
                    expected,
                    new Books(connection, anchor)
                            .entries(user).stream()
                                    .map(e -> String.format(Locale.ROOT, "%s %+d", e.kind(), e.credits()))
                                    .collect(Collectors.joining(", ")));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
