package dev.chatcredits.credit.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** What must hold of an account and its entries after any command, told without the help of the rules. */
public final class Invariants {

    private static final Set<Entry.Kind> WHAT_IS_THERE =
            EnumSet.of(Entry.Kind.GRANT, Entry.Kind.ADJUST, Entry.Kind.LAPSE, Entry.Kind.CHARGE);

    private Invariants() {}

    public static void check(Account account, List<Entry> entries) {
        account.grants().forEach(grant -> check(grant, account, entries));
        account.holds().values().forEach(hold -> check(hold, entries));
        checkGrantsTogether(account);
        checkBalance(account);
        checkNumbers(account, entries);
    }

    private static void check(Grant grant, Account account, List<Entry> entries) {
        long free = grant.free();
        assertTrue(
                free >= 0 && grant.used() >= 0 && grant.held() >= 0 && grant.lapsed() >= 0 && grant.debt() >= 0,
                () -> "negative: " + grant);
        long planned = grant.allocation() == null ? 0 : grant.allocation().credits();
        assertEquals(
                grant.granted(),
                planned + sum(entries, grant, k -> k == Entry.Kind.ADJUST),
                () -> "granted of " + grant);
        assertEquals(grant.used(), -sum(entries, grant, k -> k == Entry.Kind.CHARGE), () -> "used of " + grant);
        assertEquals(grant.debt(), -sum(entries, grant, k -> k == Entry.Kind.DEBT), () -> "debt of " + grant);
        assertEquals(
                free + grant.held(), sum(entries, grant, WHAT_IS_THERE::contains), () -> "what is there of " + grant);
        assertEquals(grant.held(), drawnFrom(grant, account), () -> "held of " + grant);
        boolean over = !account.touchedAt().isBefore(grant.period().end());
        assertTrue(!over || (!grant.isActive() && grant.debt() == 0), () -> "its period is over: " + grant);
    }

    private static long sum(List<Entry> entries, Grant grant, Predicate<Entry.Kind> kinds) {
        return entries.stream()
                .filter(e -> e.grantNo() == grant.no() && kinds.test(e.kind()))
                .mapToLong(Entry::credits)
                .sum();
    }

    private static long drawnFrom(Grant grant, Account account) {
        return account.holds().values().stream()
                .filter(h -> h.status() == Hold.Status.HELD)
                .flatMap(h -> h.draws().stream())
                .filter(d -> d.grantNo() == grant.no())
                .mapToLong(Hold.Draw::credits)
                .sum();
    }

    /** No generation is charged twice, in parts or in whole. */
    private static void check(Hold hold, List<Entry> entries) {
        long charged = -entries.stream()
                .filter(e -> hold.id().equals(e.generationId()))
                .mapToLong(Entry::credits)
                .sum();
        assertEquals(hold.charged(), charged, () -> "charged for " + hold);
    }

    private static void checkGrantsTogether(Account account) {
        long activePlans = account.grants().stream().filter(Grant::isActivePlan).count();
        assertTrue(activePlans <= 1, () -> "more than one PLAN grant counts: " + account.grants());
        Set<List<?>> identities = new HashSet<>();
        for (Grant grant : account.grants()) {
            if (grant.isPlan()) {
                assertTrue(
                        identities.add(Arrays.asList(grant.period(), grant.allocation())),
                        () -> "the same credits twice: " + account.grants());
            }
        }
    }

    private static void checkBalance(Account account) {
        Balance balance = account.balance();
        long left = balance.total() - balance.used() - balance.held() - balance.debt();
        assertEquals(Math.max(0, left), balance.remaining());
        List<Grant> active = account.grants().stream().filter(Grant::isActive).toList();
        assertEquals(active.stream().mapToLong(Grant::granted).sum(), balance.total());
        assertEquals(active.stream().mapToLong(Grant::used).sum(), balance.used());
        assertEquals(active.stream().mapToLong(Grant::debt).sum(), balance.debt());
        long held = account.grants().stream().mapToLong(Grant::held).sum();
        assertEquals(held, balance.held() + balance.heldElsewhere());
        assertTrue(balance.period().contains(account.touchedAt()), () -> "not the current period: " + balance);
    }

    /** Whatever is explained adds up: the grants to the balance, and the holds to what is held of them. */
    public static void check(Explanation explanation) {
        Balance balance = explanation.balance();
        List<Grant> active =
                explanation.grants().stream().filter(Grant::isActive).toList();
        List<Grant> others =
                explanation.grants().stream().filter(g -> !g.isActive()).toList();
        active.forEach(g -> assertEquals(g.granted() - g.used() - g.held() - g.debt(), g.remaining()));
        others.forEach(g -> assertEquals(0, g.remaining()));
        assertEquals(balance.total(), sum(active, Grant::granted));
        assertEquals(balance.used(), sum(active, Grant::used));
        assertEquals(balance.held(), sum(active, Grant::held));
        assertEquals(balance.debt(), sum(active, Grant::debt));
        assertEquals(balance.remaining(), Math.max(0, sum(explanation.grants(), Grant::remaining)));
        assertEquals(balance.heldElsewhere(), sum(others, Grant::held));
        assertTrue(others.stream().allMatch(g -> g.held() > 0), () -> "nothing is open on them: " + others);
        assertEquals(
                sum(explanation.grants(), Grant::held),
                sum(explanation.holds(), Hold::credits) + explanation.heldByOthers());
        if (explanation.heldByOthers() == 0) {
            assertEquals(balance.heldElsewhere(), sum(explanation.holds(), explanation::heldElsewhere));
        }
        assertTrue(
                active.stream()
                        .allMatch(g -> g.period().contains(balance.period().start())),
                () -> "of another period: " + active);
    }

    private static <T> long sum(List<T> all, ToLongFunction<T> figure) {
        return all.stream().mapToLong(figure).sum();
    }

    private static void checkNumbers(Account account, List<Entry> entries) {
        assertEquals(entries.size(), account.lastEntryNo());
        for (int i = 0; i < entries.size(); i++) {
            assertEquals(i + 1, entries.get(i).no());
            assertNotEquals(0, entries.get(i).credits());
            assertTrue(entries.get(i).remainingAfter() >= 0);
        }
    }
}
