package dev.chatcredits.credit.model;

import dev.chatcredits.credit.account.Result;
import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.Command;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was asked of one account at the same time, and answered. It is linearizable when some order of the calls, in which each that ended
 * before another began comes before it, explains every answer by the rules asked one after the other.
 *
 * <p>The search for that order is Wing and Gong's, with Lowe's memory. It is sound, for an order that it finds is the proof itself. It is
 * complete, for it tries every call that no other has to precede, except where that can change nothing: a call whose answer fits
 * and that leaves the account as it was is taken at once, since in any order it could be moved forward to here without another's answer
 * changing; and a set of calls that led to the same account before leads nowhere else now.
 */
public final class History {

    private static final int LONGEST_SEARCH = 2_000_000;

    /**
     * A call, in nanoseconds of one clock.
     *
     * @param times what the service's clock may have said to it
     */
    public record Call(Command command, long start, long end, List<Instant> times, Result answer) {

        private boolean isExplainedBy(Rules.Decided decided) {
            return decided.result().equals(answer);
        }
    }

    private record Seen(BitSet done, Account account) {}

    private final List<Call> calls;
    private final Set<Seen> seen = new HashSet<>();
    private int searched;

    public History(List<Call> calls) {
        this.calls = calls;
    }

    /** Whether some order explains the answers; also what is found afterwards must be what the last of the order leaves. */
    public boolean isLinearizable(Account before, Account after) {
        seen.clear();
        searched = 0;
        return leadsTo(after, before, new BitSet());
    }

    private boolean leadsTo(Account end, Account account, BitSet done) {
        if (done.cardinality() == calls.size()) {
            return account.equals(end);
        }
        if (!seen.add(new Seen((BitSet) done.clone(), account))) {
            return false;
        }
        for (int next = done.nextClearBit(0); next < calls.size(); next = done.nextClearBit(next + 1)) {
            if (!mayBeNext(calls.get(next), done)) {
                continue;
            }
            for (Instant time : calls.get(next).times()) {
                Rules.Decided decided = decide(account, calls.get(next), time);
                if (calls.get(next).isExplainedBy(decided)) {
                    done.set(next);
                    boolean leads = leadsTo(end, decided.account(), done);
                    done.clear(next);
                    if (leads || decided.account().equals(account)) {
                        return leads;
                    }
                }
            }
        }
        return false;
    }

    private Rules.Decided decide(Account account, Call call, Instant time) {
        if (++searched > LONGEST_SEARCH) {
            throw new AssertionError("no order was found in " + LONGEST_SEARCH + " steps");
        }
        return Rules.decide(account, call.command(), time);
    }

    /** No call that is still to come had ended before it began. */
    private boolean mayBeNext(Call call, BitSet done) {
        for (int other = done.nextClearBit(0); other < calls.size(); other = done.nextClearBit(other + 1)) {
            if (calls.get(other).end() < call.start()) {
                return false;
            }
        }
        return true;
    }
}
