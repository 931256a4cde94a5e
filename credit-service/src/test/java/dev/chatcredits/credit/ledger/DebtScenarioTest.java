package dev.chatcredits.credit.ledger;

import org.junit.jupiter.api.Test;

/** What is charged beyond the balance, how it is paid, and when it ends. */
class DebtScenarioTest {

    @Test
    void eventWithoutHoldIsChargedBeyondTheBalanceAsDebt() {
        Scenario.play("""
                token   small:5             -> applied               5 0 0 0
                settle  e1 price=3          -> settled               2 3 0 0  | CHARGE -3
                settle  e2 price=3          -> settled               0 5 0 1  | CHARGE -2, DEBT -1
                settle  e3 price=3          -> settled               0 5 0 4  | DEBT -3
                hold    g1 1                -> INSUFFICIENT_CREDITS  0 5 0 4
                """);
    }

    @Test
    void eventOfSomebodyWithoutAPlanIsDebtOfAGrantOfNothing() {
        Scenario.play("""
                settle  e1 price=3          -> settled          0 0 0 3  | DEBT -3
                settle  e2 price=2          -> settled          0 0 0 5  | DEBT -2
                hold    g1 1                -> NO_SUBSCRIPTION  0 0 0 5
                clock   2026-02-01T00:00:00Z
                touch                       -> unchanged        0 0 0 0  | DEBT +5
                """);
    }

    @Test
    void planThatIsEnteredDoesNotPayWhatWasOwedWithoutOne() {
        Scenario.play("""
                settle  e1 price=3          -> settled  0  0 0 3
                token   pro:50              -> applied  50 0 0 0  | GRANT +50
                token   none                -> applied  0  0 0 3  | LAPSE -50
                adjust  k1 +6               -> applied  3  0 0 3
                settle  e2 price=4          -> settled  0  3 0 4  | CHARGE -3, DEBT -1
                """);
    }

    @Test
    void freedCreditsPayDebtFirst() {
        Scenario.play("""
                token   small:5             -> applied   5 0 0 0
                hold    g1 4                -> held      1 0 4 0
                settle  e1 price=3          -> settled   0 1 4 2  | CHARGE -1, DEBT -2
                release g1                  -> released  2 3 0 0  | CHARGE -2, DEBT +2
                hold    g2 2                -> held      0 3 2 0
                """);
    }

    @Test
    void freedCreditsPayAsMuchOfTheDebtAsTheyCan() {
        Scenario.play("""
                token   small:5             -> applied   5 0 0 0
                hold    g1 2                -> held      3 0 2 0
                hold    g2 3                -> held      0 0 5 0
                settle  e1 price=4          -> settled   0 0 5 4  | DEBT -4
                expire  g1 endedBefore=PT1H -> expired   0 2 3 2  | CHARGE -2, DEBT +2
                release g2                  -> released  1 4 0 0  | CHARGE -2, DEBT +2
                """);
    }

    @Test
    void chargedHoldPaysNothing() {
        Scenario.play("""
                token   small:5             -> applied   5 0 0 0
                hold    g1 5                -> held      0 0 5 0
                settle  e1 price=2          -> settled   0 0 5 2
                settle  g1                  -> settled   0 5 0 2  | CHARGE -5
                """);
    }

    @Test
    void debtIsWrittenOffAtTheEndOfThePeriod() {
        Scenario.play("""
                token   small:5             -> applied    5 0 0 0
                settle  e1 price=8          -> settled    0 5 0 3
                clock   2026-02-01T00:00:00Z
                touch                       -> unchanged  5 0 0 0  | DEBT +3, GRANT +5
                """);
    }

    @Test
    void creditsFreedAfterTheEndPayNothingForTheDebtHasEnded() {
        Scenario.play("""
                token   small:5             -> applied    5 0 0 0
                hold    g1 5                -> held       0 0 5 0
                settle  e1 price=3          -> settled    0 0 5 3
                clock   2026-02-01T00:00:00Z
                release g1                  -> released   5 0 0 0  | DEBT +3, GRANT +5, LAPSE -5
                """);
    }

    @Test
    void successAfterAnExpiryIsDebtWhenTheCreditsAreGone() {
        Scenario.play("""
                token   small:5             -> applied   5 0 0 0
                hold    g1 5                -> held      0 0 5 0
                expire  g1 endedBefore=PT1H -> expired   5 0 0 0
                hold    g2 3                -> held      2 0 3 0
                settle  g1                  -> settled   0 2 3 3  | CHARGE -2, DEBT -3
                settle  g2                  -> settled   0 5 0 3
                """);
    }

    @Test
    void purchasedCreditsAreChargedWithTheBalanceButNeverPayDebt() {
        Scenario.play("""
                token   small:5             -> applied               5  0 0 0
                adjust  k1 +4               -> applied               9  0 0 0
                hold    g1 6                -> held                  3  0 6 0
                settle  e1 price=5          -> settled               0  3 6 2  | CHARGE -3, DEBT -2
                adjust  k2 +3               -> applied               1  3 6 2  | ADJUST +3
                hold    g2 2                -> INSUFFICIENT_CREDITS  1  3 6 2
                hold    g3 1                -> held                  0  3 7 2
                release g3                  -> released              1  3 6 2  | nothing
                release g1                  -> released              7  5 0 0  | CHARGE -2, DEBT +2
                """);
    }

    @Test
    void eventTakesFromPurchasedCreditsOnlyWhatTheDebtLeaves() {
        Scenario.play("""
                token   small:5             -> applied               5  0 0 0
                settle  e1 price=8          -> settled               0  5 0 3
                adjust  k1 +5               -> applied               2  5 0 3
                settle  e2 price=4          -> settled               0  7 0 5  | CHARGE -2, DEBT -2
                """);
    }

    @Test
    void debtStaysWithTheGrantThatAPlanChangeSetsAside() {
        Scenario.play("""
                token   small:5             -> applied   5  0 0 0
                hold    g1 4                -> held      1  0 4 0
                settle  e1 price=8          -> settled   0  1 4 7
                token   pro:50              -> applied   50 0 0 0 4  | GRANT +50
                token   small:5             -> applied   0  1 4 7    | LAPSE -50
                token   pro:50              -> applied   50 0 0 0 4  | GRANT +50
                release g1                  -> released  50 0 0 0    | CHARGE -4, DEBT +4
                token   small:5             -> applied   0  5 0 3    | LAPSE -50
                """);
    }

    @Test
    void creditsFreedInAGrantThatWasSetAsidePayItsDebtAndTheRestLapses() {
        Scenario.play("""
                token   small:5             -> applied   5  0 0 0
                hold    g1 4                -> held      1  0 4 0
                settle  e1 price=3          -> settled   0  1 4 2
                token   pro:50              -> applied   50 0 0 0 4  | GRANT +50
                release g1                  -> released  50 0 0 0    | CHARGE -2, DEBT +2, LAPSE -2
                token   small:5             -> applied   2  3 0 0    | LAPSE -50, GRANT +2
                """);
    }

    @Test
    void debtOfAGrantThatWasSetAsideEndsWithItsPeriodToo() {
        Scenario.play("""
                token   small:5             -> applied    5  0 0 0
                settle  e1 price=8          -> settled    0  5 0 3
                token   pro:50              -> applied    50 0 0 0
                clock   2026-02-01T00:00:00Z
                touch                       -> unchanged  50 0 0 0  | DEBT +3, LAPSE -50, GRANT +50
                """);
    }

    @Test
    void lateEventsOfAPeriodThatEndedWithoutAPlanAreDebtThatHasEnded() {
        Scenario.play("""
                settle  e1 price=3                          -> settled  0  0 0 3  | DEBT -3
                token   small:5                             -> applied  5  0 0 0
                token   none                                -> applied  0  0 0 3
                clock   2026-02-01T00:00:00Z
                settle  e2 price=2 at=2026-01-10T00:00:00Z  -> settled  0  0 0 0  | DEBT +3, DEBT -2, DEBT +2
                """);
    }
}
