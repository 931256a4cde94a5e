package dev.chatcredits.credit.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The working copy of an account while one command is decided. Each change of a grant is booked where it is made. */
final class Turn {

    private final Account before;
    private final Instant clock;
    private final Instant now;
    private final List<Grant> grants;
    private final Map<GenerationId, Hold> holds;
    private final Map<String, Adjustment> adjustments;
    private final List<Entry> entries = new ArrayList<>();
    private Subscription subscription;
    private long lastGrantNo;

    Turn(Account before, Instant clock) {
        this.before = before;
        this.clock = clock;
        this.now = clock.isBefore(before.touchedAt()) ? before.touchedAt() : clock;
        this.grants = new ArrayList<>(before.grants());
        this.holds = new HashMap<>(before.holds());
        this.adjustments = new HashMap<>(before.adjustments());
        this.subscription = before.subscription();
        this.lastGrantNo = before.lastGrantNo();
    }

    Instant now() {
        return now;
    }

    /** The real present, also where the account's time is ahead of it. */
    Instant clock() {
        return clock;
    }

    /** Events can be dated a little ahead of our clock; what they say has happened by now. */
    Instant notAfterNow(Instant instant) {
        return instant.isAfter(now) ? now : instant;
    }

    Subscription subscription() {
        return subscription;
    }

    void subscription(Subscription changed) {
        subscription = changed;
    }

    @Nullable Hold hold(GenerationId id) {
        return holds.get(id);
    }

    void put(Hold hold) {
        holds.put(hold.id(), hold);
    }

    @Nullable Adjustment adjustment(String key) {
        return adjustments.get(key);
    }

    void put(Adjustment adjustment) {
        adjustments.put(adjustment.key(), adjustment);
    }

    Period currentPeriod() {
        return Plans.currentPeriod(grants, before.anchor(), now);
    }

    Period periodAt(Instant instant) {
        return before.anchor().periodAt(instant);
    }

    List<Grant> grants() {
        return List.copyOf(grants);
    }

    /** In burn order. */
    List<Grant> active() {
        return grants.stream().filter(Grant::isActive).sorted(Grant.BURN_ORDER).toList();
    }

    /** In burn order, those whose period is over and that still count, or owe something though they were set aside. */
    List<Grant> overdue() {
        return grants.stream()
                .filter(g -> (g.isActive() || g.debt() > 0)
                        && !now.isBefore(g.period().end()))
                .sorted(Grant.BURN_ORDER)
                .toList();
    }

    Grant grant(long no) {
        return grants.stream().filter(g -> g.no() == no).findFirst().orElseThrow();
    }

    /** Whether the grant is at hand: those of long ago aren't, and nothing is charged to them any more. */
    boolean knows(Hold.Draw draw) {
        return grants.stream().anyMatch(g -> g.no() == draw.grantNo());
    }

    boolean knows(List<Hold.Draw> draws) {
        return draws.stream().allMatch(this::knows);
    }

    void put(Grant changed) {
        grants.replaceAll(g -> g.no() == changed.no() ? changed : g);
    }

    Grant open(Grant.Source source, @Nullable Allocation allocation, Period period, Grant.State state) {
        Grant grant = Grant.of(++lastGrantNo, source, allocation, period, state);
        grants.add(grant);
        return grant;
    }

    long remaining() {
        return Math.max(
                0,
                grants.stream()
                        .filter(Grant::isActive)
                        .mapToLong(g -> g.free() - g.debt())
                        .sum());
    }

    /** Replaces the grant and books why; an entry of 0 credits would explain nothing. */
    void book(Grant changed, Entry.Kind kind, long credits, Cause cause) {
        put(changed);
        if (credits == 0) {
            return;
        }
        entries.add(new Entry(
                before.lastEntryNo() + entries.size() + 1,
                kind,
                credits,
                changed.no(),
                cause.modelId(),
                cause.generation(),
                cause.at(),
                remaining(),
                cause.reason(),
                cause.actor()));
    }

    Decision decision(Outcome outcome) {
        boolean changed = !grants.equals(before.grants()) || !subscription.givesSameAs(before.subscription());
        Account after = new Account(
                before.user(),
                before.anchor(),
                subscription,
                grants,
                holds,
                adjustments,
                lastGrantNo,
                before.lastEntryNo() + entries.size(),
                changed ? before.version() + 1 : before.version(),
                now,
                changed ? now : before.updatedAt());
        return new Decision(after, outcome, List.copyOf(entries));
    }
}
