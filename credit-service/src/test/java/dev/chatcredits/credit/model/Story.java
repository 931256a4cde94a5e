package dev.chatcredits.credit.model;

import dev.chatcredits.credit.ledger.Anchor;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.Lives;
import dev.chatcredits.credit.ledger.Step;
import dev.chatcredits.credit.ledger.UserId;
import dev.chatcredits.credit.ledger.Who;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * What happens to a few people, a transaction at a time.
 *
 * @param anchor where their periods are counted from
 */
public record Story(Anchor anchor, List<Batch> batches) {

    /** Later than any real clock of a test, so that nothing else of the service touches these accounts. */
    public static final Instant BEGIN = Instant.parse("2031-01-10T12:00:00Z");

    private static final int PEOPLE = 3;

    /**
     * Commands of one transaction.
     *
     * @param move what the clock does before it
     */
    public record Batch(Move move, List<Ask> asks) {}

    /**
     * How the clock moves.
     *
     * @param toTheEnd whether it goes to the end of the period first
     * @param later how far it moves then; also backwards
     */
    public record Move(boolean toTheEnd, Duration later) {

        public Instant from(Instant now, Anchor anchor) {
            return (toTheEnd ? anchor.periodAt(now).end() : now).plus(later);
        }

        @Override
        public String toString() {
            return toTheEnd ? "at the period's end and " + later : "after " + later;
        }
    }

    /**
     * One command.
     *
     * @param person whose
     * @param repeats when positive, the command sent so many before arrives again, as it was then, in place of the step
     */
    public record Ask(int person, Step step, int repeats) {
        @Override
        public String toString() {
            return repeats > 0 ? "again the one " + repeats + " before" : "user " + person + " " + step.what();
        }
    }

    /** Who lives a story: nobody of another one. */
    public static final class Cast {
        private final String suffix = "-" + UUID.randomUUID();
        private final List<Command> sent = new ArrayList<>();

        Command command(Ask ask, Instant now) {
            Command command = ask.repeats() > 0 && ask.repeats() <= sent.size()
                    ? sent.get(sent.size() - ask.repeats())
                    : ask.step().command(new Who(user(ask.person()), suffix), now);
            sent.add(command);
            return command;
        }

        private UserId user(int person) {
            return new UserId("user-" + person + suffix);
        }

        /** Everybody who may have a part. */
        public List<UserId> users() {
            List<UserId> users = new ArrayList<>();
            for (int person = 0; person < PEOPLE; person++) {
                users.add(user(person));
            }
            return users;
        }

        /** What a batch asks, now. */
        public List<Command> commands(Batch batch, Instant now) {
            return batch.asks().stream().map(ask -> command(ask, now)).toList();
        }
    }

    public static Arbitrary<Story> any() {
        Arbitrary<Integer> repeats = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(0)),
                Tuple.of(1, Arbitraries.integers().between(1, 15)));
        Arbitrary<Ask> asks = Combinators.combine(Arbitraries.integers().between(0, PEOPLE - 1), Lives.step(), repeats)
                .as(Ask::new);
        Arbitrary<List<Ask>> together = Arbitraries.frequencyOf(
                Tuple.of(3, asks.list().ofSize(1)),
                Tuple.of(2, asks.list().ofMinSize(2).ofMaxSize(12)));
        Arbitrary<Move> moves = Arbitraries.frequencyOf(
                Tuple.of(12, Lives.laters().map(later -> new Move(false, later))),
                Tuple.of(
                        1,
                        Arbitraries.of(-1, 0, 1)
                                .map(micros -> new Move(true, Duration.of(micros, ChronoUnit.MICROS)))));
        Arbitrary<Batch> batches = Combinators.combine(moves, together).as(Batch::new);
        return Combinators.combine(anchors(), batches.list().ofMinSize(10).ofMaxSize(60))
                .as(Story::new);
    }

    private static Arbitrary<Anchor> anchors() {
        Arbitrary<LocalDate> dates = Arbitraries.of(
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 1, 28),
                LocalDate.of(2028, 2, 29),
                LocalDate.of(2026, 1, 30),
                LocalDate.of(2026, 1, 31));
        Arbitrary<ZoneId> zones =
                Arbitraries.of("UTC", "Europe/Berlin", "America/Santiago").map(ZoneId::of);
        return Combinators.combine(dates, zones).as(Anchor::new);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("periods from " + anchor.date() + " in " + anchor.zone());
        for (Batch batch : batches) {
            text.append("\n  ").append(batch.move()).append(": ");
            text.append(String.join(
                    "\n    and ", batch.asks().stream().map(Ask::toString).toList()));
        }
        return text.toString();
    }
}
