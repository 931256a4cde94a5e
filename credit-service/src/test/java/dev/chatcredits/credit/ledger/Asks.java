package dev.chatcredits.credit.ledger;

import java.time.Instant;

/** Commands about a generation that no random life knows of, by a caller whose proof is old. */
final class Asks {

    private static final String NEW_ID = "new";

    private Asks() {}

    static Command.PlaceHold hold(Life life, long cost) {
        return hold(life, cost, NEW_ID);
    }

    static Command.PlaceHold hold(Life life, long cost, String id) {
        Allocation same = life.account().subscription().allocation();
        return new Command.PlaceHold(
                Life.ALICE,
                new GenerationId(id),
                "gpt",
                cost,
                new Proof(same, Proof.Kind.TOKEN, Instant.EPOCH),
                null,
                null,
                Lives.HOLD_LIFE);
    }

    static Command.Settle settle(Life life, long price) {
        return new Command.Settle(Life.ALICE, new GenerationId(NEW_ID), "gpt", price, life.now());
    }

    static Command.Release release() {
        return new Command.Release(Life.ALICE, new GenerationId(NEW_ID), null);
    }

    static Command.Expire expire(Life life) {
        return new Command.Expire(
                Life.ALICE, new GenerationId(NEW_ID), life.now().plus(Lives.HOLD_LIFE.multipliedBy(2)));
    }
}
