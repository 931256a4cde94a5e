package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Evidence.Balance;
import dev.chatcredits.e2e.chaos.Evidence.Status;
import dev.chatcredits.e2e.chaos.Ledger.Grant;
import dev.chatcredits.e2e.chaos.Ledger.Hold;
import dev.chatcredits.e2e.chaos.Ledger.Identity;
import dev.chatcredits.e2e.chaos.Violation.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether grants, entries, holds, balances, the status route and the audit all say the same. */
final class Agreement {

    private Agreement() {}

    static List<Violation> lacksIn(Evidence evidence) {
        Ledger ledger = evidence.ledger();
        Map<Identity, Hold> holds = ledger.holds().stream().collect(Collectors.toMap(Hold::id, Function.identity()));
        Stream<String> grants = ledger.grants().stream()
                .filter(grant -> grant.used() != -sum(ledger, grant, Ledger.Entry::isCharge)
                        || grant.debt() != -sum(ledger, grant, Ledger.Entry::isDebt)
                        || grant.held() != held(ledger, grant))
                .map(grant -> grant + " is not what its entries and holds come to");
        Stream<String> balances = evidence.balances().entrySet().stream()
                .filter(each -> !each.getValue().equals(balance(ledger, each.getKey())))
                .map(each ->
                        each.getKey() + " is shown " + each.getValue() + ", has " + balance(ledger, each.getKey()));
        Stream<String> statuses = evidence.statuses().entrySet().stream()
                .filter(each -> !each.getValue().equals(status(holds.get(each.getKey()))))
                .map(each -> each.getKey() + " is told " + each.getValue() + ", has " + holds.get(each.getKey()));
        Stream<String> audit = evidence.audit().stream().map(difference -> "the audit says " + difference);
        return Stream.of(grants, balances, statuses, audit)
                .flatMap(Function.identity())
                .map(what -> new Violation(Kind.DISAGREEMENT, what))
                .toList();
    }

    private static long sum(Ledger ledger, Grant grant, Predicate<Ledger.Entry> which) {
        return ledger.entries().stream()
                .filter(entry -> entry.user().equals(grant.user()) && entry.grantNo() == grant.no())
                .filter(which)
                .mapToLong(Ledger.Entry::credits)
                .sum();
    }

    private static long held(Ledger ledger, Grant grant) {
        return ledger.holds().stream()
                .filter(hold -> hold.isHeld() && hold.id().user().equals(grant.user()))
                .mapToLong(hold -> hold.draws().getOrDefault(grant.no(), 0L))
                .sum();
    }

    private static Balance balance(Ledger ledger, String user) {
        List<Grant> all = ledger.grants().stream()
                .filter(grant -> grant.user().equals(user))
                .toList();
        List<Grant> active = all.stream().filter(Grant::active).toList();
        long total = active.stream().mapToLong(Grant::granted).sum();
        long used = active.stream().mapToLong(Grant::used).sum();
        long held = active.stream().mapToLong(Grant::held).sum();
        long debt = active.stream().mapToLong(Grant::debt).sum();
        long elsewhere = all.stream().mapToLong(Grant::held).sum() - held;
        return new Balance(total, used, held, elsewhere, debt, Math.max(0, total - used - held - debt));
    }

    /** A generation that never was held is not known by the status route. */
    private static Status status(@Nullable Hold hold) {
        return hold == null ? new Status("404", 0) : new Status(hold.status(), hold.isSettled() ? hold.credits() : 0);
    }
}
