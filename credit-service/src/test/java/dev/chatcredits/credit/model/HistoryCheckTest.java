package dev.chatcredits.credit.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.account.Result;
import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.Allocation;
import dev.chatcredits.credit.ledger.Anchor;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.Proof;
import dev.chatcredits.credit.ledger.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever says yes to every history finds nothing: two holds that only one can have, asked in all ways. */
class HistoryCheckTest {

    private static final Instant NOW = Instant.parse("2031-01-10T12:00:00Z");
    private static final UserId ALICE = new UserId("alice");
    private static final Proof FIVE_CREDITS = new Proof(new Allocation("small", 5), Proof.Kind.TOKEN, NOW);

    private final Account begin = Rules.decide(
                    Account.open(ALICE, new Anchor(LocalDate.of(2026, 1, 1), ZoneOffset.UTC), NOW),
                    new Command.Subscribe(ALICE, FIVE_CREDITS),
                    NOW)
            .account();
    private final Command one = hold("one");
    private final Command another = hold("another");
    private final Rules.Decided held = Rules.decide(begin, another, NOW);
    private final Rules.Decided refused = Rules.decide(held.account(), one, NOW);

    @Test
    void callsAtTheSameTimeMayHaveHappenedInAnyOrder() {
        History history = new History(List.of(call(one, 0, 10, refused.result()), call(another, 5, 15, held.result())));
        assertTrue(history.isLinearizable(begin, refused.account()));
    }

    @Test
    void aCallThatHadEndedComesBeforeTheNext() {
        History history =
                new History(List.of(call(one, 0, 10, refused.result()), call(another, 11, 15, held.result())));
        assertFalse(history.isLinearizable(begin, refused.account()), "nothing was held yet when it was refused");
    }

    @Test
    void noOrderGivesTheSameCreditsTwice() {
        Rules.Decided alone = Rules.decide(begin, one, NOW);
        History history = new History(List.of(call(one, 0, 10, alone.result()), call(another, 0, 10, held.result())));
        assertFalse(history.isLinearizable(begin, held.account()));
    }

    @Test
    void whatIsThereAfterwardsIsPartOfTheHistory() {
        History history = new History(List.of(call(another, 0, 10, held.result())));
        assertTrue(history.isLinearizable(begin, held.account()));
        assertFalse(history.isLinearizable(begin, begin), "the hold was lost");
    }

    private static Command hold(String generation) {
        return new Command.PlaceHold(
                ALICE, new GenerationId(generation), "gpt", 5, FIVE_CREDITS, null, null, Duration.ofMinutes(15));
    }

    private static History.Call call(Command command, long start, long end, Result answer) {
        return new History.Call(command, start, end, List.of(NOW), answer);
    }
}
