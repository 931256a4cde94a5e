package dev.chatcredits.credit.ledger;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What the end of a period does, with holds open, late events and clocks that jump. */
class PeriodScenarioTest {

    /** Lesson bolt.new#5284. */
    @Test
    void newPeriodStartsWithNothingUsedAtItsFirstTouch() {
        Scenario.play("""
                token   pro:50               -> applied    50 0 0 0
                settle  e1 price=20          -> settled    30 20 0 0
                clock   2026-01-31T23:59:59.999Z
                touch                        -> unchanged  30 20 0 0  | nothing
                clock   2026-02-01T00:00:00Z
                touch                        -> unchanged  50 0 0 0   | LAPSE -30, GRANT +50
                touch                        -> unchanged  50 0 0 0   | nothing
                """);
    }

    @Test
    void periodsThatNobodyTouchedAreSkipped() {
        Scenario.play("""
                token   pro:50               -> applied  50 0 0 0
                clock   2026-06-15T12:00:00Z
                hold    g1 5                 -> held     45 0 5 0  | LAPSE -50, GRANT +50
                """);
    }

    /** Lesson litellm#34896. */
    @Test
    void periodsFollowTheirAnchor() {
        Scenario.play(new Anchor(LocalDate.of(2026, 1, 31), ZoneOffset.UTC), """
                clock   2026-02-27T23:59:59Z
                token   pro:50               -> applied    50 0 0 0
                touch                        -> unchanged  50 0 0 0  | LAPSE -50, GRANT +50
                clock   2026-03-30T23:59:59Z
                touch                        -> unchanged  50 0 0 0  | nothing
                touch                        -> unchanged  50 0 0 0  | LAPSE -50, GRANT +50
                """);
    }

    @Test
    void planThatEndedIsNotRenewed() {
        Scenario.play("""
                token   pro:50               -> applied    50 0 0 0
                token   none                 -> applied    0  0 0 0
                clock   2026-02-01T00:00:00Z
                touch                        -> unchanged  0  0 0 0  | nothing
                token   pro:50               -> applied    50 0 0 0  | GRANT +50
                """);
    }

    /** Fault T1. */
    @Test
    void heldBeforeTheEndAndSettledAfterItIsChargedToThePeriodOfTheHold() {
        Scenario.play("""
                token   pro:50               -> applied    50 0 0 0
                clock   2026-01-31T23:59:58Z
                hold    g1 5                 -> held       45 0 5 0
                hold    g2 4                 -> held       41 0 9 0
                touch                        -> unchanged  50 0 0 0 9  | LAPSE -41, GRANT +50
                settle  g1                   -> settled    50 0 0 0 4  | CHARGE -5
                release g2                   -> released   50 0 0 0    | LAPSE -4
                """);
    }

    @Test
    void heldBeforeTheEndAndExpiredAfterItLapses() {
        Scenario.play("""
                token   pro:50               -> applied  50 0 0 0
                clock   2026-01-31T23:59:59Z
                hold    g1 5                 -> held     45 0 5 0
                clock   2026-02-01T01:00:00Z
                expire  g1                   -> expired  50 0 0 0  | LAPSE -45, GRANT +50, LAPSE -5
                """);
    }

    @Test
    void successAfterAnExpiryAcrossTheEndIsChargedToThePeriodOfTheHold() {
        Scenario.play("""
                token   pro:50               -> applied  50 0 0 0
                clock   2026-01-31T23:59:59Z
                hold    g1 5                 -> held     45 0 5 0
                clock   2026-02-01T01:00:00Z
                expire  g1                   -> expired  50 0 0 0
                settle  g1                   -> settled  50 0 0 0  | LAPSE +5, CHARGE -5
                """);
    }

    @Test
    void successAfterAReleaseInAPeriodThatIsUsedUpIsDebtThatEndsThere() {
        Scenario.play("""
                token   small:5              -> applied   5 0 0 0
                hold    g1 5                 -> held      0 0 5 0
                release g1                   -> released  5 0 0 0
                hold    g2 3                 -> held      2 0 3 0
                settle  g2                   -> settled   2 3 0 0
                clock   2026-02-01T01:00:00Z
                settle  g1                   -> settled   5 0 0 0  | LAPSE -2, GRANT +5, LAPSE +2, CHARGE -2, DEBT -3, DEBT +3
                """);
    }

    @Test
    void eventWithoutHoldIsChargedToThePeriodOfItsTime() {
        Scenario.play("""
                token   pro:50                              -> applied        50 0 0 0
                clock   2026-02-02T00:00:00Z
                settle  e1 price=3 at=2026-01-31T23:59:59Z  -> settled        50 0 0 0  | LAPSE -50, GRANT +50, LAPSE +3, CHARGE -3
                settle  e2 price=3 at=2026-02-01T00:00:00Z  -> settled        47 3 0 0  | CHARGE -3
                settle  e1 price=3 at=2026-01-31T23:59:59Z  -> still-settled  47 3 0 0  | nothing
                """);
    }

    @Test
    void eventOfAPastPeriodThatIsUsedUpIsDebtThatHasEnded() {
        Scenario.play("""
                token   small:5                              -> applied  5 0 0 0
                settle  e1 price=4                           -> settled  1 4 0 0
                clock   2026-02-02T00:00:00Z
                settle  e2 price=3 at=2026-01-20T00:00:00Z   -> settled  5 0 0 0  | LAPSE -1, GRANT +5, LAPSE +1, CHARGE -1, DEBT -2, DEBT +2
                """);
    }

    @Test
    void eventOfAPeriodBeforeTheFirstIsDebtThatHasEnded() {
        Scenario.play("""
                token   pro:50                               -> applied  50 0 0 0
                settle  e1 price=3 at=2025-12-20T00:00:00Z   -> settled  50 0 0 0  | DEBT -3, DEBT +3
                settle  e2 price=2 at=2025-12-21T00:00:00Z   -> settled  50 0 0 0  | DEBT -2, DEBT +2
                settle  e3 price=1 at=2025-11-21T00:00:00Z   -> settled  50 0 0 0  | DEBT -1, DEBT +1
                """);
    }

    @Test
    void eventOfAPeriodThatChangedPlansIsChargedToTheLastOne() {
        Scenario.play("""
                token   pro:50                               -> applied  50 0 0 0
                token   starter:25                           -> applied  25 0 0 0
                clock   2026-02-02T00:00:00Z
                settle  e1 price=3 at=2026-01-20T00:00:00Z   -> settled  25 0 0 0  | LAPSE -25, GRANT +25, LAPSE +3, CHARGE -3
                token   pro:50                               -> applied  50 0 0 0
                settle  e2 price=23 at=2026-01-20T00:00:00Z  -> settled  50 0 0 0  | LAPSE +22, CHARGE -22, DEBT -1, DEBT +1
                """);
    }

    @Test
    void planThatSomebodyCameBackToIsTheLastOneOfItsPeriod() {
        Scenario.play("""
                token   starter:25                           -> applied  25 0 0 0
                token   pro:50                               -> applied  50 0 0 0
                token   starter:25                           -> applied  25 0 0 0
                clock   2026-02-02T00:00:00Z
                settle  e1 price=26 at=2026-01-20T00:00:00Z  -> settled  25 0 0 0  | LAPSE -25, GRANT +25, LAPSE +25, CHARGE -25, DEBT -1, DEBT +1
                """);
    }

    @Test
    void eventAheadOfTheClockBelongsToNow() {
        Scenario.play("""
                token   pro:50                               -> applied    50 0 0 0
                clock   2026-01-31T23:59:59Z
                settle  e1 price=3 at=2026-02-01T00:00:03Z   -> settled    47 3 0 0  | CHARGE -3
                touch                                        -> unchanged  50 0 0 0
                """);
    }

    @Test
    void timeNeverRunsBackwards() {
        Scenario.play("""
                token   pro:50                                    -> applied    50 0 0 0
                settle  e1 price=20                               -> settled    30 20 0 0
                clock   2026-02-01T00:00:00Z
                touch                                             -> unchanged  50 0 0 0
                clock   2026-01-31T23:00:00Z
                touch                                             -> unchanged  50 0 0 0  | nothing
                settle  e2 price=2                                -> settled    50 0 0 0  | LAPSE +2, CHARGE -2
                hold    g1 5 life=PT1M                            -> held       45 0 5 0
                expire  g1 endedBefore=2026-01-31T23:01:02Z       -> still-held 45 0 5 0
                expire  g1 endedBefore=2026-01-31T23:01:02.001Z   -> expired    50 0 0 0
                token   starter:25 asOf=2026-02-01T00:01:00Z      -> applied    25 0 0 0
                token   pro:50 asOf=2026-02-01T00:01:00.001Z      -> PROOF_FROM_THE_FUTURE 25 0 0 0
                """);
    }

    @Test
    void creditsOfAnAdminEndWithThePeriod() {
        Scenario.play("""
                token   pro:50               -> applied    50 0 0 0
                adjust  k1 +10               -> applied    60 0 0 0
                clock   2026-02-01T00:00:00Z
                touch                        -> unchanged  50 0 0 0  | LAPSE -50, LAPSE -10, GRANT +50
                """);
    }

    @Test
    void planChangeKeepsThePeriod() {
        Scenario.play(new Anchor(LocalDate.of(2026, 1, 15), ZoneOffset.UTC), """
                clock   2026-01-20T00:00:00Z
                token   pro:50               -> applied    50 0 0 0
                token   starter:25           -> applied    25 0 0 0
                clock   2026-02-14T23:59:59Z
                touch                        -> unchanged  25 0 0 0  | nothing
                touch                        -> unchanged  25 0 0 0  | LAPSE -25, GRANT +25
                token   pro:50               -> applied    50 0 0 0  | LAPSE -25, GRANT +50
                """);
    }
}
