package dev.chatcredits.credit.model;

import dev.chatcredits.credit.account.Result;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.UserId;
import dev.chatcredits.credit.support.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Writes down calls with when they began and ended, and what a clock that moves meanwhile may have said to them. */
public final class Recorder {

    /** From when, and until when, a call may have been told this time; the ends overlap, for a clock is moved in no instant. */
    private record Reign(Instant now, long from, long until) {}

    private record Timed(Command command, long start, long end, Result answer) {}

    private final HandClock clock;
    private final List<Timed> calls = new CopyOnWriteArrayList<>();
    private final List<Reign> reigns = new ArrayList<>();
    private long reignSince = System.nanoTime();

    public Recorder(HandClock clock) {
        this.clock = clock;
    }

    public void call(Command command, Function<Command, Result> service) {
        long start = System.nanoTime();
        Result answer = service.apply(command);
        calls.add(new Timed(command, start, System.nanoTime(), answer));
    }

    /** By one thread only. */
    public void moveClock(Duration later) {
        long from = System.nanoTime();
        Instant before = clock.instant();
        clock.move(later);
        reigns.add(new Reign(before, reignSince, System.nanoTime()));
        reignSince = from;
    }

    /** When all is over: what was asked of one user's account. */
    public List<History.Call> calls(UserId user) {
        List<Reign> all = new ArrayList<>(reigns);
        all.add(new Reign(clock.instant(), reignSince, Long.MAX_VALUE));
        return calls.stream()
                .filter(call -> call.command().user().equals(user))
                .map(call -> new History.Call(
                        call.command(),
                        call.start(),
                        call.end(),
                        all.stream()
                                .filter(reign -> call.start() <= reign.until() && reign.from() <= call.end())
                                .map(Reign::now)
                                .toList(),
                        call.answer()))
                .toList();
    }
}
