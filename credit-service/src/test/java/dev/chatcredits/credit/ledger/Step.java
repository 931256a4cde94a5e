package dev.chatcredits.credit.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * One step of a random life.
 *
 * @param what the command in words, for whoever reads a counterexample
 * @param later how far the clock moves before it; also backwards
 */
record Step(String what, Duration later, Function<Instant, Command> ask) {

    Command command(Instant now) {
        return ask.apply(now);
    }

    @Override
    public String toString() {
        return "after " + later + " " + what;
    }
}
