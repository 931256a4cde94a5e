package dev.chatcredits.credit.model;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatcredits.credit.account.Result;
import dev.chatcredits.credit.ledger.Allocation;
import dev.chatcredits.credit.ledger.Balance;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.Entry;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.Outcome;
import dev.chatcredits.credit.ledger.Period;
import dev.chatcredits.credit.ledger.Proof;
import dev.chatcredits.credit.ledger.Refusal;
import dev.chatcredits.credit.ledger.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever is content with every answer finds nothing. */
class TallyTest {

    private static final Instant NOW = Instant.parse("2031-01-10T12:00:00Z");
    private static final UserId ALICE = new UserId("alice");
    private static final GenerationId ID = new GenerationId("g");
    private static final Command HOLD = new Command.PlaceHold(
            ALICE,
            ID,
            "gpt",
            6,
            new Proof(new Allocation("small", 5), Proof.Kind.TOKEN, NOW),
            null,
            null,
            Duration.ofMinutes(15));
    private static final Command SUCCESS = new Command.Settle(ALICE, ID, "gpt", 5L, NOW);
    private static final Outcome DONE = new Outcome.Applied(null);

    private final Tally tally = new Tally();

    @Test
    void moreThanThereWasIsNotHeld() {
        Result beyond = new Result(HOLD, DONE, balance(5, 6));
        assertThrows(AssertionError.class, () -> tally.saw(beyond));
        tally.saw(new Result(HOLD, DONE, balance(6, 6)));
    }

    @Test
    void whatThereWasEnoughForIsNotRefused() {
        Outcome refused = new Outcome.Refused(Refusal.INSUFFICIENT_CREDITS, null);
        Result wrongly = new Result(HOLD, refused, balance(6, 0));
        assertThrows(AssertionError.class, () -> tally.saw(wrongly));
        tally.saw(new Result(HOLD, refused, balance(5, 0)));
    }

    @Test
    void noGenerationIsChargedTwiceOrForAnotherPriceOrForNothing() {
        tally.saw(new Result(SUCCESS, DONE, balance(5, 0)));
        assertThrows(AssertionError.class, () -> tally.check(ALICE, List.of(charge(1, 5), charge(2, 5))));
        assertThrows(AssertionError.class, () -> tally.check(ALICE, List.of(charge(1, 4))));
        assertThrows(AssertionError.class, () -> tally.check(ALICE, List.of()));
        tally.check(ALICE, List.of(charge(1, 2), charge(2, 3)));
        assertThrows(AssertionError.class, () -> new Tally().check(ALICE, List.of(charge(1, 5))));
    }

    @Test
    void aSuccessIsRefusedForWantOfAPriceOnly() {
        Result refused = new Result(SUCCESS, new Outcome.Refused(Refusal.MODEL_WITHOUT_PRICE, null), balance(5, 0));
        assertThrows(AssertionError.class, () -> tally.saw(refused));
        Command free = new Command.Settle(ALICE, ID, "gpt", null, NOW);
        Result taken = new Result(free, DONE, balance(5, 0));
        assertThrows(AssertionError.class, () -> tally.saw(taken));
        tally.saw(new Result(free, new Outcome.Refused(Refusal.MODEL_WITHOUT_PRICE, null), balance(5, 0)));
    }

    private static Balance balance(long total, long held) {
        Period month = new Period(Instant.parse("2031-01-01T00:00:00Z"), Instant.parse("2031-02-01T00:00:00Z"));
        return new Balance(ALICE, "small", total, 0, held, 0, 0, month, 1, NOW);
    }

    private static Entry charge(long no, long credits) {
        return new Entry(no, Entry.Kind.CHARGE, -credits, 1, "gpt", ID, NOW, 0, null, null);
    }
}
