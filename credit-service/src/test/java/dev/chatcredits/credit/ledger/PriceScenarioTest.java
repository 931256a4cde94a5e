package dev.chatcredits.credit.ledger;

import org.junit.jupiter.api.Test;

/** What a generation costs: what was held for it, and only without a hold its price of then. */
class PriceScenarioTest {

    @Test
    void priceWasFixedAtTheHold() {
        Scenario.play("""
                token   pro:50                   -> applied  50 0 0 0
                hold    g1 5 model=opus          -> held     45 0 5 0
                settle  g1 price=1 model=grok    -> settled  45 5 0 0  | CHARGE -5
                """);
    }

    /** What was reported complete is charged, though its model may not be had any more. */
    @Test
    void priceIsNeededWhereThereIsNoHoldAndNowhereElse() {
        Scenario.play("""
                token   pro:50           -> applied              50 0 0 0
                hold    g1 5             -> held                 45 0 5 0
                settle  g1 price=none    -> settled              45 5 0 0  | CHARGE -5
                settle  g1 price=none    -> still-settled        45 5 0 0  | nothing
                hold    g2 4             -> held                 41 5 4 0
                release g2               -> released             45 5 0 0
                settle  g2 price=none    -> settled              41 9 0 0  | CHARGE -4
                settle  e1 price=none    -> MODEL_WITHOUT_PRICE  41 9 0 0  | nothing
                hold    e1 1             -> held                 40 9 1 0
                release e2               -> released             40 9 1 0
                settle  e2 price=none    -> MODEL_WITHOUT_PRICE  40 9 1 0  | nothing
                settle  e2 price=2       -> settled              38 11 1 0 | CHARGE -2
                """);
    }
}
