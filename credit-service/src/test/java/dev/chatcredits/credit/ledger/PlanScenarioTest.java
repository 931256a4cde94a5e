package dev.chatcredits.credit.ledger;

import org.junit.jupiter.api.Test;

/** What proofs of a subscription do to the balance: no change of plans ever gives the same credits twice. */
class PlanScenarioTest {

    @Test
    void upgradeGivesTheWholeNewPlanAtOnce() {
        Scenario.play("""
                token   starter:25  -> applied  25 0 0 0  | GRANT +25
                hold    g1 5        -> held     20 0 5 0
                settle  g1          -> settled  20 5 0 0
                token   pro:50      -> applied  50 0 0 0  | LAPSE -20, GRANT +50
                """);
    }

    /** Lesson warp#6970. */
    @Test
    void downgradeGivesTheSmallerPlanWithNothingUsed() {
        Scenario.play("""
                token   pro:50      -> applied  50 0 0 0
                hold    g1 5        -> held     45 0 5 0
                settle  g1          -> settled  45 5 0 0
                token   starter:25  -> applied  25 0 0 0  | LAPSE -45, GRANT +25
                """);
    }

    @Test
    void whoComesBackToAPlanFindsItAsItWasLeft() {
        Scenario.play("""
                token   pro:50        -> applied   50 0 0 0
                settle  e1 price=40   -> settled   10 40 0 0
                token   starter:25    -> applied   25 0 0 0   | LAPSE -10, GRANT +25
                settle  e2 price=20   -> settled   5 20 0 0
                token   pro:50        -> applied   10 40 0 0  | LAPSE -5, GRANT +10
                settle  e3 price=10   -> settled   0 50 0 0
                token   starter:25    -> applied   5 20 0 0   | GRANT +5
                token   pro:50        -> applied   0 50 0 0   | LAPSE -5
                hold    g1 1          -> INSUFFICIENT_CREDITS 0 50 0 0
                """);
    }

    /** Lesson sub2api#5051. */
    @Test
    void losingThePlanAndComingBackGivesNothingTwice() {
        Scenario.play("""
                token   pro:50        -> applied          50 0 0 0
                settle  e1 price=40   -> settled          10 40 0 0
                token   none          -> applied          0 0 0 0    | LAPSE -10
                hold    g1 1          -> NO_SUBSCRIPTION  0 0 0 0
                token   pro:50        -> applied          10 40 0 0  | GRANT +10
                """);
    }

    @Test
    void anotherAmountOrAnotherPlanOfTheSameAmountIsAnotherGrant() {
        Scenario.play("""
                token   pro:50        -> applied   50 0 0 0
                settle  e1 price=40   -> settled   10 40 0 0
                token   pro:60        -> applied   60 0 0 0   | LAPSE -10, GRANT +60
                token   team:60       -> applied   60 0 0 0   | LAPSE -60, GRANT +60
                token   pro:50        -> applied   10 40 0 0  | LAPSE -60, GRANT +10
                """);
    }

    @Test
    void samePlanAgainChangesNothing() {
        Scenario.play("""
                token   pro:50        -> applied    50 0 0 0
                settle  e1 price=40   -> settled    10 40 0 0
                token   pro:50        -> applied    10 40 0 0  | nothing
                billing pro:50        -> applied    10 40 0 0  | nothing
                token   pro:50        -> unchanged  10 40 0 0  | nothing
                """);
    }

    @Test
    void holdBringsItsProofWithIt() {
        Scenario.play("""
                hold    g1 5 token=starter:25  -> held                  20 0 5 0    | GRANT +25
                hold    g2 5 token=pro:50      -> held                  45 0 5 0 5  | LAPSE -20, GRANT +50
                hold    g3 46                  -> INSUFFICIENT_CREDITS  45 0 5 0 5
                hold    g4 5 token=starter:25 asOf=-PT1H  -> held       40 0 10 0 5
                """);
    }

    @Test
    void planOfARefusedHoldIsTakenAllTheSame() {
        Scenario.play("""
                token   pro:50                  -> applied               50 0 0 0
                hold    g1 30 token=starter:25  -> INSUFFICIENT_CREDITS  25 0 0 0  | LAPSE -50, GRANT +25
                """);
    }

    @Test
    void ofTwoTokensTheNewerCountsAndTheFirstOfEqualsStays() {
        Scenario.play("""
                token   starter:25 asOf=2026-01-10T10:00:00Z      -> applied    25 0 0 0
                token   pro:50     asOf=2026-01-10T09:59:59Z      -> unchanged  25 0 0 0  | nothing
                token   pro:50     asOf=2026-01-10T10:00:00Z      -> unchanged  25 0 0 0  | nothing
                token   pro:50     asOf=2026-01-10T10:00:00.001Z  -> applied    50 0 0 0
                token   starter:25 asOf=2026-01-10T10:00:00Z      -> unchanged  50 0 0 0
                """);
    }

    @Test
    void tokenOfTheSamePlanMakesOlderTokensOfAnotherOneOld() {
        Scenario.play("""
                token   pro:50     asOf=2026-01-10T10:00:00Z  -> applied    50 0 0 0
                token   pro:50     asOf=2026-01-10T11:00:00Z  -> applied    50 0 0 0  | nothing
                token   starter:25 asOf=2026-01-10T10:30:00Z  -> unchanged  50 0 0 0
                """);
    }

    @Test
    void onceBillingHasSpokenTokensDoNotCount() {
        Scenario.play("""
                token   starter:25                             -> applied    25 0 0 0
                billing pro:50     asOf=2026-01-10T09:00:00Z   -> applied    50 0 0 0
                token   starter:25                             -> unchanged  50 0 0 0
                hold    g1 5 token=starter:25                  -> held       45 0 5 0
                billing starter:25 asOf=2026-01-10T09:00:00Z   -> unchanged  45 0 5 0
                billing starter:25 asOf=2026-01-10T08:00:00Z   -> unchanged  45 0 5 0
                billing none       asOf=2026-01-10T09:00:01Z   -> applied    0  0 0 0 5
                token   pro:50                                 -> unchanged  0  0 0 0 5
                """);
    }

    @Test
    void liftedBillingLetsNewerTokensCountAgain() {
        Scenario.play("""
                lift                                           -> unchanged  0  0 0 0
                billing pro:50     asOf=2026-01-10T09:00:00Z   -> applied    50 0 0 0
                lift                                           -> applied    50 0 0 0  | nothing
                token   starter:25 asOf=2026-01-10T12:00:00Z   -> unchanged  50 0 0 0
                token   starter:25                             -> applied    25 0 0 0
                billing pro:50     asOf=2026-01-10T09:00:01Z   -> unchanged  25 0 0 0
                billing pro:50                                 -> applied    50 0 0 0
                token   starter:25                             -> unchanged  50 0 0 0
                """);
    }

    /** An issuer's clock may be a minute ahead. */
    @Test
    void liftedBillingLetsNoTokensCountThatAreOlderThanTheLastOne() {
        Scenario.play("""
                token   pro:50     asOf=2026-01-10T12:00:59Z   -> applied    50 0 0 0
                billing pro:50                                 -> applied    50 0 0 0
                lift                                           -> applied    50 0 0 0
                token   starter:25 asOf=2026-01-10T12:00:30Z   -> unchanged  50 0 0 0
                token   starter:25 asOf=2026-01-10T12:00:59Z   -> unchanged  50 0 0 0
                token   starter:25 asOf=2026-01-10T12:01:00Z   -> applied    25 0 0 0
                """);
    }

    @Test
    void liftedBillingIsNotBroughtBackByTheSameProof() {
        Scenario.play("""
                billing pro:50     asOf=2026-01-10T12:00:30Z   -> applied    50 0 0 0
                lift                                           -> applied    50 0 0 0
                billing pro:50     asOf=2026-01-10T12:00:30Z   -> unchanged  50 0 0 0
                token   starter:25                             -> applied    25 0 0 0
                """);
    }

    @Test
    void proofMayBeAMinuteAheadAndNoMore() {
        Scenario.play("""
                token   pro:50     asOf=PT1M0.001S  -> PROOF_FROM_THE_FUTURE  0  0 0 0  | nothing
                billing pro:50     asOf=PT1M0.001S  -> PROOF_FROM_THE_FUTURE  0  0 0 0  | nothing
                hold    g1 5 token=pro:50 asOf=PT1M0.001S -> PROOF_FROM_THE_FUTURE  0 0 0 0  | nothing
                token   pro:50     asOf=PT1M        -> applied                50 0 0 0
                hold    g1 5                        -> held                   45 0 5 0
                """);
    }

    @Test
    void holdMadeBeforeAPlanChangeEndsInItsGrant() {
        Scenario.play("""
                token   starter:25  -> applied   25 0 0 0
                hold    g1 5        -> held      20 0 5 0
                hold    g2 4        -> held      16 0 9 0
                token   pro:50      -> applied   50 0 0 0 9  | LAPSE -16, GRANT +50
                settle  g1          -> settled   50 0 0 0 4  | CHARGE -5
                release g2          -> released  50 0 0 0    | LAPSE -4
                token   starter:25  -> applied   20 5 0 0    | LAPSE -50, GRANT +20
                """);
    }

    @Test
    void lateSuccessAfterAPlanChangeIsChargedToTheGrantOfTheHold() {
        Scenario.play("""
                token   starter:25  -> applied   25 0 0 0
                hold    g1 5        -> held      20 0 5 0
                release g1          -> released  25 0 0 0
                token   pro:50      -> applied   50 0 0 0  | LAPSE -25, GRANT +50
                settle  g1          -> settled   50 0 0 0  | LAPSE +5, CHARGE -5
                token   starter:25  -> applied   20 5 0 0  | LAPSE -50, GRANT +20
                """);
    }

    @Test
    void creditsOfAnAdminOutliveAPlanChange() {
        Scenario.play("""
                token   starter:25  -> applied  25 0 0 0
                adjust  k1 +10      -> applied  35 0 0 0
                token   pro:50      -> applied  60 0 0 0  | LAPSE -25, GRANT +50
                token   none        -> applied  10 0 0 0  | LAPSE -50
                """);
    }
}
