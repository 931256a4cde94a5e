package dev.chatcredits.credit.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** An account with all the entries of its life; what must hold at all times is checked after each command. */
final class Life {

    static final UserId ALICE = new UserId("alice");
    static final Anchor CALENDAR_MONTHS = new Anchor(LocalDate.of(2026, 1, 1), ZoneOffset.UTC);
    static final Instant BEGIN = Instant.parse("2026-01-10T12:00:00Z");

    private final List<Entry> entries = new ArrayList<>();
    private Account account;
    private Instant clock;

    Life() {
        this(CALENDAR_MONTHS);
    }

    Life(Anchor anchor) {
        account = Account.open(ALICE, anchor, BEGIN);
        clock = BEGIN;
    }

    static Life of(List<Step> steps) {
        Life life = new Life();
        steps.forEach(life::live);
        return life;
    }

    Decision live(Step step) {
        setClock(clock.plus(step.later()));
        return ask(step.command(Who.ALICE, clock));
    }

    Decision ask(Command command) {
        Decision decision = account.decide(command, clock);
        account = decision.account();
        entries.addAll(decision.entries());
        Invariants.check(account, entries);
        return decision;
    }

    Account account() {
        return account;
    }

    Balance balance() {
        return account.asOf(clock).balance();
    }

    /** The clock, or the account's own time when that is later. */
    Instant now() {
        return clock.isBefore(account.touchedAt()) ? account.touchedAt() : clock;
    }

    Instant clock() {
        return clock;
    }

    void setClock(Instant instant) {
        clock = instant;
    }
}
