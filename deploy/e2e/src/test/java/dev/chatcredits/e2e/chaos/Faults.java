package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Fault.Target;
import dev.chatcredits.testing.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Carries a schedule out, and undoes each fault when its time is over. */
final class Faults {

    /** How long a fault waits for a generation that is in the state it aims at. */
    private static final Duration LONGEST_AIM = Duration.ofSeconds(2);

    private static final Duration LOOK = Duration.ofMillis(1);

    /** Of each piece of an answer: what takes three of them takes half a second. */
    private static final Duration SLOW = Duration.ofMillis(150);

    /**
     * A fault that was done.
     *
     * @param at when it was begun; what runs may still get on until it is {@code done}
     * @param done when a killed or stopped process had ended, the others stood still, a wire was as it is to be
     */
    record Strike(Fault fault, Instant at, Instant done) {}

    private final Rig rig;
    private final Watch watch;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Strike>> strikes = new ArrayList<>();

    /** Each part suffers one fault at a time; different parts, as many as come together. */
    private final Map<Target, Lock> free = new EnumMap<>(Target.class);

    Faults(Rig rig, Watch watch) {
        this.rig = rig;
        this.watch = watch;
        for (Target target : Target.values()) {
            free.put(target, new ReentrantLock(true));
        }
    }

    void begin(Schedule schedule) {
        Instant beginning = Instant.now();
        for (Fault fault : schedule.faults()) {
            Callable<Strike> work = () -> {
                Thread.sleep(Duration.between(Instant.now(), beginning.plus(fault.at())));
                return strike(fault);
            };
            strikes.add(threads.submit(work));
        }
    }

    /** Returns when all faults are undone and everything is ready. */
    List<Strike> heal() {
        List<Strike> done = new ArrayList<>();
        for (Future<Strike> strike : strikes) {
            try {
                done.add(strike.get());
            } catch (ExecutionException | InterruptedException e) {
                throw new IllegalStateException("a fault could not be done or undone", e);
            }
        }
        rig.awaitReady();
        return done;
    }

    private Strike strike(Fault fault) throws InterruptedException {
        Lock lock = Objects.requireNonNull(free.get(fault.target()));
        lock.lock();
        try {
            Instant limit = Instant.now().plus(LONGEST_AIM);
            while (!watch.anyWaitsFor(fault.aim()) && Instant.now().isBefore(limit)) {
                Thread.sleep(LOOK);
            }
            Instant at = Instant.now();
            disturb(fault);
            Instant done = Instant.now();
            Thread.sleep(fault.lasts());
            undo(fault);
            return new Strike(fault, at, done);
        } finally {
            lock.unlock();
        }
    }

    private void disturb(Fault fault) {
        switch (fault.kind()) {
            case KILL -> rig.kill(fault.target());
            case STOP -> rig.stop(fault.target());
            case PAUSE -> rig.pause(fault.target());
            case CUT -> rig.wire(fault.target()).cut();
            case REFUSE -> rig.wire(fault.target()).refuse();
            case SLOW -> rig.wire(fault.target()).delay(SLOW);
            case SWALLOW -> rig.wire(fault.target()).swallowAnswers();
            case LOSE -> rig.wire(fault.target()).blackHole();
            case FORGET -> rig.wire(fault.target()).forgetConnections();
        }
    }

    private void undo(Fault fault) {
        switch (fault.kind()) {
            case KILL, STOP -> rig.start(fault.target());
            case PAUSE -> rig.resume(fault.target());
            case CUT, REFUSE, SLOW, SWALLOW, LOSE, FORGET -> {
                Wire wire = rig.wire(fault.target());
                wire.delay(Duration.ZERO);
                wire.heal();
            }
        }
    }
}
