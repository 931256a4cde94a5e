package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Ledger.Grant;
import dev.chatcredits.e2e.chaos.Ledger.Plan;
import dev.chatcredits.e2e.chaos.Violation.Kind;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether people were granted what their plans give, once in each period. */
final class Granting {

    private static final Map<String, Long> CREDITS = Map.of(Script.STARTER, 25L, Script.PRO, 50L);

    private Granting() {}

    static List<Violation> faultsIn(Ledger ledger) {
        Set<Plan> before = new HashSet<>();
        return ledger.grants().stream()
                .filter(grant -> !before.add(grant.plan()) || !isRight(grant))
                .map(grant -> new Violation(Kind.MISGRANTED, grant.toString()))
                .toList();
    }

    private static boolean isRight(Grant grant) {
        Plan plan = grant.plan();
        return plan.source().equals("PLAN")
                && isMonth(plan)
                && grant.granted() == (plan.id() == null ? 0 : CREDITS.getOrDefault(plan.id(), -1L));
    }

    private static boolean isMonth(Plan plan) {
        LocalDate first = LocalDate.ofInstant(plan.from(), ZoneOffset.UTC).withDayOfMonth(1);
        return plan.from().equals(first.atStartOfDay().toInstant(ZoneOffset.UTC))
                && plan.until().equals(first.plusMonths(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    }
}
