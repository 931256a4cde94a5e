package dev.chatcredits.credit.ledger;

import org.junit.jupiter.api.Test;

/** What an admin can change, and that each request changes it once. */
class AdjustmentScenarioTest {

    @Test
    void adminGivesAndTakes() {
        Scenario.play("""
                token   pro:50     -> applied  50 0 0 0
                adjust  k1 +10     -> applied  60 0 0 0  | ADJUST +10
                adjust  k2 -5      -> applied  55 0 0 0  | ADJUST -5
                adjust  k3 +2      -> applied  57 0 0 0  | ADJUST +2
                adjust  k4 -57     -> applied  0  0 0 0  | ADJUST -45, ADJUST -12
                adjust  k5 0       -> applied  0  0 0 0  | nothing
                """);
    }

    /** Lesson lago-api#5870. */
    @Test
    void sameKeyChangesOnce() {
        Scenario.play("""
                token   pro:50                     -> applied                 50 0 0 0
                adjust  k1 +10                     -> applied                 60 0 0 0
                adjust  k1 +10                     -> unchanged               60 0 0 0  | nothing
                adjust  k1 +10 by=another-admin    -> unchanged               60 0 0 0  | nothing
                adjust  k1 +11                     -> IDEMPOTENCY_KEY_REUSED  60 0 0 0  | nothing
                adjust  k1 +10 reason=other        -> IDEMPOTENCY_KEY_REUSED  60 0 0 0  | nothing
                reset   k1                         -> IDEMPOTENCY_KEY_REUSED  60 0 0 0  | nothing
                reset   k2                         -> applied                 60 0 0 0
                reset   k2                         -> unchanged               60 0 0 0
                adjust  k2 0                       -> IDEMPOTENCY_KEY_REUSED  60 0 0 0
                """);
    }

    @Test
    void whatIsUsedOrHeldCanNotBeTaken() {
        Scenario.play("""
                token   pro:50       -> applied              50 0 0 0
                hold    g1 5         -> held                 45 0 5 0
                settle  e1 price=10  -> settled              35 10 5 0
                adjust  k1 -36       -> BELOW_USED_AND_HELD  35 10 5 0  | nothing
                adjust  k1 -35       -> applied              0  10 5 0  | ADJUST -35
                release g1           -> released             5  10 0 0
                """);
    }

    @Test
    void whatTheDebtHasEatenCanNotBeTaken() {
        Scenario.play("""
                token   small:5      -> applied              5  0 0 0
                settle  e1 price=7   -> settled              0  5 0 2
                adjust  k1 +6        -> applied              4  5 0 2
                adjust  k2 -5        -> BELOW_USED_AND_HELD  4  5 0 2
                adjust  k3 -4        -> applied              0  5 0 2
                """);
    }

    @Test
    void resetGivesBackWhatWasUsedAndForgivesDebt() {
        Scenario.play("""
                token   small:5      -> applied        5 0 0 0
                adjust  k1 +3        -> applied        8 0 0 0
                hold    g1 2         -> held           6 0 2 0
                settle  e1 price=9   -> settled        0 6 2 3
                reset   k2           -> applied        6 0 2 0  | DEBT +3, CHARGE +3, CHARGE +3
                settle  e1 price=9   -> still-settled  6 0 2 0
                settle  g1           -> settled        6 2 0 0
                reset   k3           -> applied        8 0 0 0  | CHARGE +2
                """);
    }

    @Test
    void resetLeavesWhatWasSetAsideOrHasEndedAlone() {
        Scenario.play("""
                token   starter:25   -> applied   25 0 0 0
                settle  e1 price=5   -> settled   20 5 0 0
                token   pro:50       -> applied   50 0 0 0
                settle  e2 price=4   -> settled   46 4 0 0
                reset   k1           -> applied   50 0 0 0  | CHARGE +4
                token   starter:25   -> applied   20 5 0 0
                """);
    }

    @Test
    void takenPlanCreditsDoNotComeBackWithThePlan() {
        Scenario.play("""
                token   pro:50       -> applied   50 0 0 0
                adjust  k1 -20       -> applied   30 0 0 0
                token   starter:25   -> applied   25 0 0 0  | LAPSE -30, GRANT +25
                token   pro:50       -> applied   30 0 0 0  | LAPSE -25, GRANT +30
                clock   2026-02-01T00:00:00Z
                touch                -> unchanged 50 0 0 0  | LAPSE -30, GRANT +50
                """);
    }

    @Test
    void keyIsKnownForEver() {
        Scenario.play("""
                adjust  k1 +10       -> applied    10 0 0 0
                clock   2027-01-01T00:00:00Z
                adjust  k1 +10       -> unchanged  0  0 0 0
                adjust  k2 +10       -> applied    10 0 0 0
                """);
    }
}
