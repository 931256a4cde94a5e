package dev.chatcredits.credit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.account.Result;
import dev.chatcredits.credit.ledger.Balance;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.Entry;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.Outcome;
import dev.chatcredits.credit.ledger.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What generations must have cost, told from commands and answers alone: nothing of grants, periods and plans. A mistake that the rules
 * and their model share is found here.
 */
public final class Tally {

    private record Key(UserId user, GenerationId generation) {}

    private final Map<Key, Long> prices = new HashMap<>();
    private final Map<Key, Long> charged = new HashMap<>();

    public void saw(Result result) {
        Balance balance = result.balance();
        long left = balance.total() - balance.used() - balance.held() - balance.debt();
        switch (result.command()) {
            case Command.PlaceHold hold
            when result.outcome() instanceof Outcome.Applied -> {
                // What costs nothing can be had with a debt, too.
                assertTrue(left >= 0 || hold.credits() == 0, () -> "held more than there was: " + result);
                prices.put(new Key(hold.user(), hold.generation()), hold.credits());
            }
            case Command.PlaceHold hold
            when isForWantOfCredits(result.outcome()) ->
                assertTrue(left < hold.credits(), () -> "there was enough for it: " + result);
            case Command.Settle settle -> {
                Key key = new Key(settle.user(), settle.generation());
                Optional<Long> price = Optional.ofNullable(charged.get(key))
                        .or(() -> Optional.ofNullable(prices.get(key)))
                        .or(() -> Optional.ofNullable(settle.price()));
                assertEquals(
                        price.isEmpty(), result.outcome() instanceof Outcome.Refused, () -> "its price: " + result);
                price.ifPresent(credits -> charged.put(key, credits));
            }
            default -> {}
        }
    }

    private static boolean isForWantOfCredits(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused
                && switch (refused.why()) {
                    case INSUFFICIENT_CREDITS, NO_SUBSCRIPTION -> true;
                    default -> false;
                };
    }

    /** Each success is charged once at its price, whatever else happened to it, and nothing else is. */
    public void check(UserId user, List<Entry> entries) {
        Map<GenerationId, Long> booked = new HashMap<>();
        entries.stream()
                .filter(e -> e.generationId() != null)
                .forEach(e -> booked.merge(e.generationId(), -e.credits(), Long::sum));
        Map<GenerationId, Long> expected = new HashMap<>();
        charged.forEach((key, price) -> {
            if (key.user().equals(user) && price > 0) {
                expected.put(key.generation(), price);
            }
        });
        assertEquals(expected, booked, () -> "what the generations of " + user + " cost");
    }
}
