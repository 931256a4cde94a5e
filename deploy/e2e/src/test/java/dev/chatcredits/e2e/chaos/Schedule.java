package dev.chatcredits.e2e.chaos;

import dev.chatcredits.e2e.chaos.Fault.Aim;
import dev.chatcredits.e2e.chaos.Fault.Kind;
import dev.chatcredits.e2e.chaos.Fault.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The faults of a seed, in their order. */
record Schedule(List<Fault> faults) {

    /** On two cores a service needs about this long to be back; with more faults the platform would hardly do anything but start. */
    private static final int EVERY_MILLIS = 10_000;

    private static final int FEWEST = 6;
    private static final int FIRST_MILLIS = 3_000;
    private static final int LAST_BEFORE_END_MILLIS = 9_000;

    static Schedule of(long seed, Duration load) {
        Random random = new Random(seed);
        int span = Math.max(1_000, (int) load.toMillis() - FIRST_MILLIS - LAST_BEFORE_END_MILLIS);
        int count = Math.max(FEWEST, (int) load.toMillis() / EVERY_MILLIS);
        List<Kind> kinds = kinds(random, count);
        List<Aim> aims = aims(random, count);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // One to a slot, anywhere in it: some come close together and overlap, and none is missing at the end.
            int at = FIRST_MILLIS + span * i / count + random.nextInt(Math.max(1, span / count));
            faults.add(new Fault(
                    Duration.ofMillis(at),
                    kinds.get(i),
                    any(kinds.get(i).targets(), random),
                    aims.get(i),
                    Duration.ofMillis(lasts(random))));
            if (random.nextInt(3) == 0) {
                faults.add(companion(faults.getLast(), random));
            }
        }
        return new Schedule(List.copyOf(faults));
    }

    /** Each thing that can happen to a process once, and a wire disturbed in one way at least. */
    private static List<Kind> kinds(Random random, int count) {
        List<Kind> kinds = new ArrayList<>(List.of(Kind.KILL, Kind.STOP, Kind.PAUSE, any(Kind.OF_WIRES, random)));
        while (kinds.size() < count) {
            kinds.add(any(List.of(Kind.KILL, Kind.KILL, Kind.PAUSE, any(Kind.OF_WIRES, random)), random));
        }
        Collections.shuffle(kinds, random);
        return kinds;
    }

    /** Each as often as the others. */
    private static List<Aim> aims(Random random, int count) {
        List<Aim> all = List.of(Aim.values());
        List<Aim> aims = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            aims.add(all.get(i % all.size()));
        }
        Collections.shuffle(aims, random);
        return aims;
    }

    /** A process that dies while something else is away: no way out is open to what it was doing. */
    private static Fault companion(Fault of, Random random) {
        List<Target> others =
                Target.PROCESSES.stream().filter(t -> t != of.target()).toList();
        return new Fault(
                of.at().plusMillis(random.nextInt(1_500)),
                Kind.KILL,
                any(others, random),
                Aim.ACKNOWLEDGEMENT,
                Duration.ofMillis(lasts(random)));
    }

    /** Mostly a moment, at times longer than anybody waits. */
    private static int lasts(Random random) {
        int of10 = random.nextInt(10);
        if (of10 < 6) {
            return 200 + random.nextInt(1_300);
        }
        return of10 < 9 ? 1_500 + random.nextInt(2_500) : 4_000 + random.nextInt(5_000);
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
