package dev.chatcredits.e2e.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The program: one platform, many seeds, a table.
 *
 * @param first seed
 * @param count of seeds
 * @param load how long each puts its load on the platform
 * @param proof what all of them together must have had
 */
record Chaos(long first, int count, Duration load, Proof proof) {

    private static final Duration WARM_UP = Duration.ofSeconds(6);
    private static final Path KEPT = Path.of("target", "chaos").toAbsolutePath();

    public static void main(String[] arguments) throws IOException {
        Map<String, Integer> options = new LinkedHashMap<>(Map.of("--seed", 1, "--seeds", 1, "--seconds", 60));
        for (int i = 0; i < arguments.length; i += 2) {
            String number = i + 1 < arguments.length ? arguments[i + 1] : "";
            if (!options.containsKey(arguments[i]) || !number.matches("[1-9]\\d{0,7}")) {
                System.err.println("deploy/chaos: what is '" + arguments[i] + "'? See deploy/chaos --help");
                System.exit(2);
            }
            options.put(arguments[i], Integer.valueOf(number));
        }
        Chaos chaos = new Chaos(
                options.getOrDefault("--seed", 0),
                options.getOrDefault("--seeds", 0),
                Duration.ofSeconds(options.getOrDefault("--seconds", 0)),
                Proof.ON_IDLE_MACHINE);
        System.exit(chaos.run(System.out) ? 0 : 1);
    }

    /** Whether all promises were kept. */
    boolean run(PrintStream out) throws IOException {
        out.println("Starting the platform");
        Rig rig = new Rig();
        try (Trial unseen = new Trial(rig, 0, WARM_UP)) {
            unseen.warmUp();
        }
        Map<String, Figures> rows = new LinkedHashMap<>();
        boolean kept = true;
        for (long seed = first; seed < first + count; seed++) {
            Instant began = Instant.now();
            try (Trial trial = new Trial(rig, seed, load)) {
                Outcome outcome = trial.run();
                Figures figures = Figures.of(outcome);
                rows.put("" + seed, figures);
                kept &= outcome.violations().isEmpty();
                report(out, seed, began, outcome, rig);
            } catch (RuntimeException | AssertionError e) {
                // Whatever doesn't heal is a finding too; after it, nothing more can be learnt from this platform.
                out.println("seed " + seed + " did not come to its end: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " (" + e.getClass() + ")");
                StringWriter why = new StringWriter();
                e.printStackTrace(new PrintWriter(why, true));
                keep(out, seed, List.of(why), rig);
                kept = false;
                break;
            }
        }
        Figures all = rows.values().stream().reduce(new Figures(Map.of()), Figures::plus);
        List<String> lacks = proof.lacksIn(all, load.multipliedBy(rows.size()));
        lacks.forEach(lack -> out.println("this proves nothing: " + lack));
        rows.put("all", all);
        out.println();
        out.println(Figures.table(rows));
        out.println();
        out.println(Figures.table(Map.of("all", all.inShort())));
        return kept && lacks.isEmpty();
    }

    private static void report(PrintStream out, long seed, Instant began, Outcome outcome, Rig rig) throws IOException {
        out.printf(
                "%nseed %d, %d s%n",
                seed, Duration.between(began, Instant.now()).toSeconds());
        for (int i = 0; i < outcome.evidence().strikes().size(); i++) {
            Faults.Strike strike = outcome.evidence().strikes().get(i);
            Outcome.Moment moment = outcome.moments().get(i);
            out.printf(
                    "  %6.1f s  %-7s %-26s for %4.1f s; waiting: %2d for a hold, %2d for words, %2d for an acknowledgement%n",
                    Duration.between(began, strike.at()).toMillis() / 1_000.0,
                    strike.fault().kind(),
                    strike.fault().target(),
                    strike.fault().lasts().toMillis() / 1_000.0,
                    moment.forHold(),
                    moment.forWords(),
                    moment.forAcknowledgement());
        }
        out.println("  " + Figures.of(outcome).byName());
        if (!outcome.violations().isEmpty()) {
            outcome.violations().forEach(violation -> out.println("  VIOLATED " + violation));
            keep(out, seed, outcome.evidence().seen(), rig);
        }
    }

    private static void keep(PrintStream out, long seed, List<?> seen, Rig rig) throws IOException {
        Path folder = KEPT.resolve("seed-" + seed);
        rig.keepLogs(folder);
        Files.write(
                folder.resolve("seen.txt"), seen.stream().map(String::valueOf).toList());
        out.println("  logs and what clients saw are in " + folder + "; repeat it with deploy/chaos --seed " + seed);
    }
}
