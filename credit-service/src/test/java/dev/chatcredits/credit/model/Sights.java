package dev.chatcredits.credit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.Entry;
import dev.chatcredits.credit.ledger.Grant;
import dev.chatcredits.credit.ledger.Outcome;
import dev.chatcredits.credit.ledger.Refusal;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What random stories must come past, or they would prove less than they seem to. */
public final class Sights {

    private enum Sight {
        END_OF_A_PERIOD_WITH_A_HOLD_OPEN,
        CHARGE_TO_AN_ENDED_GRANT,
        GRANT_TAKEN_UP_AGAIN,
        GENERATION_ID_REUSED
    }

    private final Set<Sight> seen = EnumSet.noneOf(Sight.class);

    void saw(Account before, Rules.Decided decided) {
        Map<Long, Grant> known = byNo(before);
        Map<Long, Grant> after = byNo(decided.account());
        known.forEach((no, grant) -> {
            if (grant.state() == Grant.State.ACTIVE && grant.held() > 0 && isEnded(after.getOrDefault(no, grant))) {
                seen.add(Sight.END_OF_A_PERIOD_WITH_A_HOLD_OPEN);
            }
        });
        for (Entry entry : decided.entries()) {
            Grant grant = after.get(entry.grantNo());
            if (entry.kind() == Entry.Kind.CHARGE && entry.generationId() != null && grant != null && isEnded(grant)) {
                seen.add(Sight.CHARGE_TO_AN_ENDED_GRANT);
            }
            if (entry.kind() == Entry.Kind.GRANT && known.containsKey(entry.grantNo())) {
                seen.add(Sight.GRANT_TAKEN_UP_AGAIN);
            }
        }
        if (decided.result().outcome() instanceof Outcome.Refused refused
                && refused.why() == Refusal.GENERATION_ID_REUSED) {
            seen.add(Sight.GENERATION_ID_REUSED);
        }
    }

    /** In all stories together; one alone needn't have them all. */
    public void assertThatNoneWasMissed() {
        assertEquals(EnumSet.allOf(Sight.class), seen);
    }

    private static boolean isEnded(Grant grant) {
        return grant.state() == Grant.State.ENDED;
    }

    private static Map<Long, Grant> byNo(Account account) {
        return account.grants().stream().collect(Collectors.toMap(Grant::no, Function.identity()));
    }
}
