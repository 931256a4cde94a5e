package dev.chatcredits.credit.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table of what happens to one account and what must come of it. The account of the story begins on 10 January 2026 at noon UTC,
 * and each line happens one second after the line before.
 *
 * <pre>
 * token   pro:50    -> applied    50  0  0  0   | GRANT +50
 * hold    g1 5      -> held       45  0  5  0   | nothing
 * clock   +P30D
 * settle  g1        -> settled    50  0  0  0   | CHARGE -5
 * </pre>
 *
 * <p>To the right of the arrow: the outcome, then remaining, used, held, debt, and (0 when left out) what is held elsewhere. To the right
 * of the bar, where it matters: the entries. A hold proves the subscription as it was proven last, unless it says otherwise. To touch an
 * account is to ask something that changes nothing but brings it to the present.
 */
final class Scenario {

    private final Life life;
    private Proof proof = new Proof(null, Proof.Kind.TOKEN, Life.BEGIN);

    private Scenario(Anchor anchor) {
        life = new Life(anchor);
    }

    static void play(String table) {
        play(Life.CALENDAR_MONTHS, table);
    }

    static void play(Anchor anchor, String table) {
        Scenario scenario = new Scenario(anchor);
        table.lines().filter(line -> !line.isBlank()).forEach(scenario::line);
    }

    private void line(String line) {
        String[] sides = line.split("->", 2);
        Words words = Words.of(sides[0]);
        if (words.verb().equals("clock")) {
            life.setClock(Words.when(words.object(0), life.clock()));
            return;
        }
        Decision decision = life.ask(command(words));
        String[] expected = sides[1].split("\\|", 2);
        assertEquals(normal(expected[0]), state(decision, normal(expected[0])), line);
        if (expected.length > 1) {
            assertEquals(normal(expected[1]), entries(decision), line);
        }
        life.setClock(life.clock().plusSeconds(1));
    }

    private Command command(Words words) {
        return switch (words.verb()) {
            case "token" -> new Command.Subscribe(Life.ALICE, prove(Proof.Kind.TOKEN, words));
            case "billing" -> new Command.Subscribe(Life.ALICE, prove(Proof.Kind.BILLING, words));
            case "lift" -> new Command.LiftBilling(Life.ALICE);
            case "hold" -> hold(words);
            case "settle" ->
                new Command.Settle(
                        Life.ALICE,
                        generation(words),
                        words.option("model", "gpt"),
                        price(words.option("price", "1")),
                        words.instant("at", life.clock()));
            case "release" -> new Command.Release(Life.ALICE, generation(words), words.option("attempt"));
            case "expire" ->
                new Command.Expire(Life.ALICE, generation(words), words.instant("endedBefore", life.clock()));
            case "touch" -> new Command.Expire(Life.ALICE, new GenerationId("unheard-of"), life.clock());
            case "adjust" -> adjust(words, Adjustment.Kind.CREDITS, words.credits(1));
            case "reset" -> adjust(words, Adjustment.Kind.RESET, 0);
            default -> throw new IllegalArgumentException("not a verb of this language: " + words.verb());
        };
    }

    private Command hold(Words words) {
        if (words.option("token") != null) {
            proof = new Proof(
                    allocation(words.option("token", "")), Proof.Kind.TOKEN, words.instant("asOf", life.clock()));
        }
        return new Command.PlaceHold(
                Life.ALICE,
                generation(words),
                words.option("model", "gpt"),
                words.credits(1),
                proof,
                words.option("hash"),
                words.option("attempt"),
                Duration.parse(words.option("life", "PT15M")));
    }

    private Proof prove(Proof.Kind kind, Words words) {
        proof = new Proof(allocation(words.object(0)), kind, words.instant("asOf", life.clock()));
        return proof;
    }

    /** {@code pro:50}, or {@code none}. */
    private static @Nullable Allocation allocation(String word) {
        String[] parts = word.split(":", 2);
        return parts.length < 2 ? null : new Allocation(parts[0], Long.parseLong(parts[1]));
    }

    /** A number, or {@code none}. */
    private static @Nullable Long price(String word) {
        return word.equals("none") ? null : Long.valueOf(word);
    }

    private static Command adjust(Words words, Adjustment.Kind kind, long credits) {
        return new Command.Adjust(
                Life.ALICE,
                new Adjustment(
                        words.object(0),
                        kind,
                        credits,
                        words.option("reason", "kindness"),
                        words.option("by", "admin")));
    }

    private static GenerationId generation(Words words) {
        return new GenerationId(words.object(0));
    }

    private String state(Decision decision, String expected) {
        Balance balance = decision.account().balance();
        String numbers = balance.remaining() + " " + balance.used() + " " + balance.held() + " " + balance.debt() + " ";
        boolean sayElsewhere = balance.heldElsewhere() != 0 || expected.split(" ", -1).length > 5;
        return (outcome(decision.outcome()) + " " + numbers + (sayElsewhere ? balance.heldElsewhere() : "")).strip();
    }

    private static String outcome(Outcome outcome) {
        Hold hold = outcome.hold();
        String status = hold == null ? "" : hold.status().name().toLowerCase(Locale.ROOT);
        return switch (outcome) {
            case Outcome.Applied applied -> hold == null ? "applied" : status;
            case Outcome.Replayed replayed -> hold == null ? "unchanged" : "still-" + status;
            case Outcome.Refused refused -> refused.why().name();
        };
    }

    private static String entries(Decision decision) {
        return decision.entries().isEmpty()
                ? "nothing"
                : decision.entries().stream()
                        .map(e -> String.format(Locale.ROOT, "%s %+d", e.kind(), e.credits()))
                        .collect(Collectors.joining(", "));
    }

    private static String normal(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
