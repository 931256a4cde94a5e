package dev.chatcredits.credit.account;

import dev.chatcredits.credit.ledger.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;

/** Counts committed commands by what was asked and what became of it. */
@ApplicationScoped
class CommandMetrics {

    private final MeterRegistry registry;

    CommandMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(List<Result> results) {
        results.forEach(result -> registry.counter(
                        "credits.commands",
                        "command",
                        result.command().getClass().getSimpleName().toLowerCase(Locale.ROOT),
                        "outcome",
                        name(result.outcome()))
                .increment());
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied applied -> "applied";
            case Outcome.Replayed replayed -> "replayed";
            case Outcome.Refused refused -> refused.why().name().toLowerCase(Locale.ROOT);
        };
    }
}
