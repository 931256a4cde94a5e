package dev.chatcredits.credit.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;

/**
 * One step of a random life.
 *
 * @param what the command in words, for whoever reads a counterexample
 * @param later how far the clock moves before it; also backwards
 */
public record Step(String what, Duration later, BiFunction<Who, Instant, Command> ask) {

    public Command command(Who who, Instant now) {
        return ask.apply(who, now);
    }

    @Override
    public String toString() {
        return "after " + later + " " + what;
    }
}
