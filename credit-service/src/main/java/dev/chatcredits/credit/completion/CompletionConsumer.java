package dev.chatcredits.credit.completion;

import dev.chatcredits.credit.account.Answer;
import dev.chatcredits.credit.account.Failures;
import dev.chatcredits.credit.account.Ledger;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.Outcome;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Brings generation-completed events into the ledger, a poll at a time. The offsets are acknowledged after the commit, so that a
 * crash anywhere in here means the same events again; that an event was charged already is known by its id.
 */
@ApplicationScoped
class CompletionConsumer {

    private final LetterReader reader;
    private final Ledger ledger;
    private final DeadLetters deadLetters;
    private final Progress progress;
    private final Patience patience;
    private final Uni<String> topicId;

    CompletionConsumer(
            LetterReader reader,
            Ledger ledger,
            DeadLetters deadLetters,
            Progress progress,
            Patience patience,
            CompletionTopic topic) {
        this.reader = reader;
        this.ledger = ledger;
        this.deadLetters = deadLetters;
        this.progress = progress;
        this.patience = patience;
        // Asked once: positions of one topic must never count for another of the same name.
        this.topicId = patience.with(topic::id).memoize().indefinitely();
    }

    /** Never fails, or the channel would stop for good: it waits, and what can't be done for one record becomes a dead letter. */
    @Incoming("completions")
    Uni<Void> consume(ConsumerRecords<byte[], byte[]> records) {
        List<Letter> letters = StreamSupport.stream(records.spliterator(), false)
                .map(reader::read)
                .toList();
        List<Letter.Good> good = only(Letter.Good.class, letters);
        List<Letter.Dead> dead = only(Letter.Dead.class, letters);
        Map<Integer, Long> nextOffsets = nextOffsets(records);
        return deadLetters
                .send(dead)
                .chain(() -> topicId)
                .flatMap(id -> mayBeRefused(good)
                        ? storeWhatCanBe(good, dead, id, nextOffsets)
                        : storeAll(good, dead, id, nextOffsets));
    }

    /** Whether one needs its hold to be charged, as only its account knows: then the position has to wait for what became of it. */
    private static boolean mayBeRefused(List<Letter.Good> good) {
        return good.stream().anyMatch(l -> l.command() instanceof Command.Settle settle && settle.price() == null);
    }

    /** Kafka knows of markers behind the last record; where the connector has cut a batch after losing partitions, only the records tell. */
    private static Map<Integer, Long> nextOffsets(ConsumerRecords<?, ?> records) {
        Map<Integer, Long> next = new HashMap<>();
        records.forEach(record -> next.merge(record.partition(), record.offset() + 1, Math::max));
        records.nextOffsets()
                .forEach((partition, offset) -> next.merge(partition.partition(), offset.offset(), Math::max));
        return next;
    }

    private Uni<Void> storeAll(
            List<Letter.Good> good, List<Letter.Dead> dead, String topicId, Map<Integer, Long> nextOffsets) {
        return patience.with(() -> ledger.apply(commands(good), done(topicId, nextOffsets, dead)), Failures::isRejected)
                .replaceWithVoid()
                .onFailure(Failures::isRejected)
                .recoverWithUni(() -> storeWhatCanBe(good, dead, topicId, nextOffsets));
    }

    /** The position is written when the last of the batch is in the ledger or among the dead letters, not before. */
    private Uni<Void> storeWhatCanBe(
            List<Letter.Good> good, List<Letter.Dead> dead, String topicId, Map<Integer, Long> nextOffsets) {
        return patience.with(() -> ledger.applyEach(commands(good)))
                .flatMap(answers -> {
                    List<Letter.Dead> rejected = rejected(good, answers);
                    List<Letter.Dead> all = new ArrayList<>(dead);
                    all.addAll(rejected);
                    return deadLetters
                            .send(rejected)
                            .chain(() -> patience.with(() -> ledger.apply(List.of(), done(topicId, nextOffsets, all))));
                })
                .replaceWithVoid();
    }

    private Function<SqlConnection, Uni<Void>> done(
            String topicId, Map<Integer, Long> nextOffsets, List<Letter.Dead> dead) {
        return connection ->
                progress.keepHoldsOf(connection, dead).chain(() -> progress.advance(connection, topicId, nextOffsets));
    }

    private static List<Letter.Dead> rejected(List<Letter.Good> good, List<Answer> answers) {
        List<Letter.Dead> rejected = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Letter.Good letter = good.get(i);
            reason(answers.get(i))
                    .ifPresent(reason -> rejected.add(new Letter.Dead(
                            letter.record(),
                            reason,
                            Optional.of(new Letter.Ids(
                                    letter.command().user(), letter.command().generation())))));
        }
        return rejected;
    }

    /** The rules refuse no event but for its price. */
    private static Optional<String> reason(Answer answer) {
        return switch (answer) {
            case Answer.Rejected rejected -> Optional.of(rejected.reason());
            case Answer.Decided decided ->
                decided.result().outcome() instanceof Outcome.Refused
                        ? Optional.of("data.modelId has no price")
                        : Optional.empty();
        };
    }

    private static List<Command> commands(List<Letter.Good> letters) {
        return letters.stream().<Command>map(Letter.Good::command).toList();
    }

    private static <T extends Letter> List<T> only(Class<T> type, List<Letter> letters) {
        return letters.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
