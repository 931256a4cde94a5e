package dev.chatcredits.credit.ledger;

import org.junit.jupiter.api.Test;

/** A hold is placed, repeated, and settled, released or expired, in any order that messages can arrive in. */
class HoldScenarioTest {

    @Test
    void heldCreditsAreChargedOnSuccess() {
        Scenario.play("""
                token   pro:50   -> applied  50 0 0 0  | GRANT +50
                hold    g1 5     -> held     45 0 5 0  | nothing
                settle  g1       -> settled  45 5 0 0  | CHARGE -5
                """);
    }

    @Test
    void heldCreditsComeBackOnFailure() {
        Scenario.play("""
                token   pro:50   -> applied         50 0 0 0
                hold    g1 5     -> held            45 0 5 0
                release g1       -> released        50 0 0 0  | nothing
                release g1       -> still-released  50 0 0 0  | nothing
                expire  g1 endedBefore=PT1H -> still-released  50 0 0 0
                """);
    }

    @Test
    void settlementIsCountedOnceHoweverOftenItArrives() {
        Scenario.play("""
                token   pro:50        -> applied        50 0 0 0
                hold    g1 5          -> held           45 0 5 0
                settle  g1            -> settled        45 5 0 0
                settle  g1            -> still-settled  45 5 0 0  | nothing
                settle  g1 price=3    -> still-settled  45 5 0 0  | nothing
                settle  e1 price=2    -> settled        43 7 0 0  | CHARGE -2
                settle  e1 price=2    -> still-settled  43 7 0 0  | nothing
                """);
    }

    @Test
    void sameIdIsAnsweredByWhatIsTheSame() {
        Scenario.play("""
                token   pro:50                             -> applied                 50 0 0 0
                hold    g1 5 hash=a attempt=1              -> held                    45 0 5 0
                hold    g1 5 hash=a attempt=1              -> still-held              45 0 5 0  | nothing
                hold    g1 5 hash=a attempt=2              -> GENERATION_IN_PROGRESS  45 0 5 0  | nothing
                hold    g1 5 hash=a                        -> GENERATION_IN_PROGRESS  45 0 5 0  | nothing
                hold    g1 5 hash=b attempt=1              -> GENERATION_ID_REUSED    45 0 5 0  | nothing
                hold    g1 5        attempt=1              -> GENERATION_ID_REUSED    45 0 5 0  | nothing
                hold    g1 5 hash=a attempt=1 model=other  -> GENERATION_ID_REUSED    45 0 5 0  | nothing
                settle  g1                                 -> settled                 45 5 0 0
                hold    g1 5 hash=a attempt=1              -> GENERATION_ENDED        45 5 0 0  | nothing
                hold    g1 5 hash=a attempt=2              -> GENERATION_ENDED        45 5 0 0  | nothing
                hold    g1 5 hash=b attempt=1              -> GENERATION_ID_REUSED    45 5 0 0  | nothing
                """);
    }

    @Test
    void idStandsForHashAndAttemptThatWereLeftOut() {
        Scenario.play("""
                token   pro:50                    -> applied                 50 0 0 0
                hold    g1 5                      -> held                    45 0 5 0
                hold    g1 5                      -> still-held              45 0 5 0
                hold    g1 5 hash=g1 attempt=g1   -> still-held              45 0 5 0
                hold    g1 5 hash=a               -> GENERATION_ID_REUSED    45 0 5 0
                hold    g1 5 attempt=1            -> GENERATION_IN_PROGRESS  45 0 5 0
                """);
    }

    @Test
    void heldStaysInProgressUntilItIsEndedNotUntilItsLifeEnds() {
        Scenario.play("""
                token   pro:50          -> applied                 50 0 0 0
                hold    g1 5 attempt=1  -> held                    45 0 5 0
                clock   P1D
                hold    g1 5 attempt=2  -> GENERATION_IN_PROGRESS  45 0 5 0
                hold    g1 5 attempt=1  -> still-held              45 0 5 0
                settle  g1              -> settled                 45 5 0 0
                """);
    }

    @Test
    void releasedAndExpiredHoldsDoNotComeToLifeAgain() {
        Scenario.play("""
                token   pro:50   -> applied           50 0 0 0
                hold    g1 5     -> held              45 0 5 0
                release g1       -> released          50 0 0 0
                hold    g1 5     -> GENERATION_ENDED  50 0 0 0
                hold    g2 5     -> held              45 0 5 0
                expire  g2 endedBefore=PT1H -> expired  50 0 0 0
                hold    g2 5     -> GENERATION_ENDED  50 0 0 0
                """);
    }

    @Test
    void repeatedHoldDoesNotCompareOrChangeTheSubscription() {
        Scenario.play("""
                token   pro:50                 -> applied     50 0 0 0
                hold    g1 5                   -> held        45 0 5 0
                hold    g1 5 token=starter:25  -> still-held  45 0 5 0  | nothing
                hold    g1 5 token=none asOf=PT2M  -> still-held  45 0 5 0  | nothing
                """);
    }

    @Test
    void refusedHoldLeavesNothingBehind() {
        Scenario.play("""
                token   starter:4              -> applied               4  0 0 0
                hold    g1 5                   -> INSUFFICIENT_CREDITS  4  0 0 0  | nothing
                token   pro:50                 -> applied               50 0 0 0
                hold    g1 5 hash=b attempt=2  -> held                  45 0 5 0
                """);
    }

    /** Lesson one-api#2446. */
    @Test
    void lastCreditCanBeHeldAndNoMore() {
        Scenario.play("""
                token   starter:5  -> applied               5 0 0 0
                hold    g1 3       -> held                  2 0 3 0
                hold    g2 3       -> INSUFFICIENT_CREDITS  2 0 3 0
                hold    g3 2       -> held                  0 0 5 0
                hold    g4 1       -> INSUFFICIENT_CREDITS  0 0 5 0
                """);
    }

    @Test
    void whoHasNoPlanIsToldSo() {
        Scenario.play("""
                hold    g1 1       -> NO_SUBSCRIPTION       0 0 0 0  | nothing
                token   empty:0    -> applied               0 0 0 0  | nothing
                hold    g1 1       -> INSUFFICIENT_CREDITS  0 0 0 0
                token   none       -> applied               0 0 0 0
                hold    g1 1       -> NO_SUBSCRIPTION       0 0 0 0
                """);
    }

    @Test
    void creditsOfAnAdminNeedNoPlan() {
        Scenario.play("""
                adjust  k1 +3      -> applied          3 0 0 0
                hold    g1 2       -> held             1 0 2 0
                hold    g2 2       -> NO_SUBSCRIPTION  1 0 2 0
                settle  g1         -> settled          1 2 0 0
                """);
    }

    /** Fault C5. */
    @Test
    void releaseBeforeItsHoldKeepsItFromComingToLife() {
        Scenario.play("""
                token   pro:50                   -> applied           50 0 0 0
                release g1                       -> released          50 0 0 0  | nothing
                release g1                       -> still-released    50 0 0 0  | nothing
                hold    g1 5                     -> GENERATION_ENDED  50 0 0 0  | nothing
                hold    g1 5 hash=a model=other  -> GENERATION_ENDED  50 0 0 0  | nothing
                """);
    }

    /** Fault G5. A repeat that doesn't know whether it holds anything must not end the generation that runs. */
    @Test
    void releaseOfAnAttemptEndsNoHoldOfAnother() {
        Scenario.play("""
                token   pro:50                 -> applied         50 0 0 0
                hold    g1 5 attempt=1         -> held            45 0 5 0
                release g1 attempt=2           -> still-held      45 0 5 0  | nothing
                hold    g1 5 attempt=1         -> still-held      45 0 5 0
                release g1 attempt=1           -> released        50 0 0 0
                release g1 attempt=2           -> still-released  50 0 0 0  | nothing
                hold    g2 5                   -> held            45 0 5 0
                release g2 attempt=2           -> still-held      45 0 5 0
                release g2 attempt=g2          -> released        50 0 0 0
                hold    g3 5 attempt=1         -> held            45 0 5 0
                release g3                     -> released        50 0 0 0
                """);
    }

    @Test
    void releaseOfAnAttemptBeforeAnyHoldKeepsAllFromComingToLife() {
        Scenario.play("""
                token   pro:50                 -> applied           50 0 0 0
                release g1 attempt=2           -> released          50 0 0 0
                hold    g1 5 attempt=2         -> GENERATION_ENDED  50 0 0 0
                hold    g1 5 attempt=1         -> GENERATION_ENDED  50 0 0 0
                """);
    }

    @Test
    void successAfterATombstoneIsChargedOnceAtTheModelsPrice() {
        Scenario.play("""
                token   pro:50                   -> applied               50 0 0 0
                release g1                       -> released              50 0 0 0
                settle  g1 price=3 model=gemini  -> settled               47 3 0 0  | CHARGE -3
                settle  g1 price=3 model=gemini  -> still-settled         47 3 0 0  | nothing
                release g1                       -> still-settled         47 3 0 0  | nothing
                hold    g1 3 model=gemini        -> GENERATION_ENDED      47 3 0 0
                hold    g1 3 model=other         -> GENERATION_ID_REUSED  47 3 0 0
                """);
    }

    @Test
    void successAfterReleaseOrExpiryIsChargedOnce() {
        Scenario.play("""
                token   pro:50              -> applied        50 0 0 0
                hold    g1 5                -> held           45 0 5 0
                release g1                  -> released       50 0 0 0
                settle  g1 price=1          -> settled        45 5 0 0  | CHARGE -5
                settle  g1 price=1          -> still-settled  45 5 0 0  | nothing
                hold    g2 5                -> held           40 5 5 0
                expire  g2 endedBefore=PT1H -> expired        45 5 0 0  | nothing
                settle  g2 price=1          -> settled        40 10 0 0 | CHARGE -5
                settle  g2 price=1          -> still-settled  40 10 0 0 | nothing
                """);
    }

    @Test
    void failureAfterSuccessChangesNothing() {
        Scenario.play("""
                token   pro:50              -> applied        50 0 0 0
                hold    g1 5                -> held           45 0 5 0
                settle  g1                  -> settled        45 5 0 0
                release g1                  -> still-settled  45 5 0 0  | nothing
                expire  g1 endedBefore=PT1H -> still-settled  45 5 0 0  | nothing
                """);
    }

    @Test
    void holdWhoseLifeEndedIsChargedWhenItsEventComesBeforeTheSweeper() {
        Scenario.play("""
                token   pro:50              -> applied        50 0 0 0
                hold    g1 5                -> held           45 0 5 0
                clock   PT2H
                settle  g1                  -> settled        45 5 0 0  | CHARGE -5
                expire  g1                  -> still-settled  45 5 0 0
                """);
    }

    @Test
    void holdExpiresOnlyWhenItsLifeEndedBeforeTheWatermark() {
        Scenario.play("""
                clock   2026-01-11T10:00:00Z
                token   pro:50                                   -> applied     50 0 0 0
                hold    g1 5 life=PT15M                          -> held        45 0 5 0
                clock   2026-01-12T10:00:00Z
                expire  g1 endedBefore=2026-01-11T10:00:02Z      -> still-held  45 0 5 0
                expire  g1 endedBefore=2026-01-11T10:15:01Z      -> still-held  45 0 5 0
                expire  g1 endedBefore=2026-01-11T10:15:01.001Z  -> expired     50 0 0 0
                expire  g1 endedBefore=2026-01-11T10:15:01.001Z  -> still-expired 50 0 0 0
                """);
    }

    @Test
    void expiringWhatIsNotKnownDoesNothing() {
        Scenario.play("""
                token   pro:50              -> applied    50 0 0 0
                expire  g1 endedBefore=PT1H -> unchanged  50 0 0 0
                hold    g1 5                -> held       45 0 5 0
                """);
    }

    @Test
    void holdDrawsFromSeveralGrantsInBurnOrder() {
        Scenario.play("""
                token   starter:25  -> applied   25 0 0 0
                adjust  k1 +10      -> applied   35 0 0 0   | ADJUST +10
                hold    g1 30       -> held      5  0 30 0  | nothing
                hold    g2 5        -> held      0  0 35 0
                settle  g1          -> settled   0  30 5 0  | CHARGE -25, CHARGE -5
                release g2          -> released  5  30 0 0
                hold    g3 6        -> INSUFFICIENT_CREDITS 5 30 0 0
                """);
    }

    @Test
    void drawsFromSeveralGrantsComeBackToEach() {
        Scenario.play("""
                token   starter:25  -> applied   25 0 0 0
                adjust  k1 +10      -> applied   35 0 0 0
                hold    g1 30       -> held      5  0 30 0
                token   none        -> applied   5  0 5 0 25  | nothing
                release g1          -> released  10 0 0 0     | LAPSE -25
                token   starter:25  -> applied   35 0 0 0     | GRANT +25
                """);
    }
}
