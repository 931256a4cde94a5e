package dev.chatcredits.credit.account;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.Lives;
import dev.chatcredits.credit.ledger.Step;
import dev.chatcredits.credit.ledger.UserId;
import dev.chatcredits.credit.ledger.Who;
import dev.chatcredits.credit.model.Books;
import dev.chatcredits.credit.model.History;
import dev.chatcredits.credit.model.Recorder;
import dev.chatcredits.credit.model.Story;
import dev.chatcredits.credit.model.Tries;
import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.HandClock;
import dev.chatcredits.credit.support.RealParts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever many callers of two replicas ask of the same accounts at the same time (holds, settlements, releases, expiries, plan changes,
 * adjustments, and a period ends in between), their answers are those of some order, one after the other.
 *
 * <p>Fault C4. Fault C5. Fault T1. Lesson litellm#34732. Lesson new-api#5690. Lesson one-api#2446. Lesson LibreChat#15879.
 */
@QuarkusTest
@TestProfile(RealParts.class)
@SuppressWarnings("NullAway.Init") // Injected.
class HistoryTest {

    private static final int CALLERS = 24;
    private static final int STEPS = 120;
    private static final int ROUNDS = Integer.getInteger("history.rounds", 6);
    private static final Duration INTO_THE_NEXT_PERIOD = Duration.ofDays(25);

    @Inject
    Ledgers ledgers;

    @Inject
    Catalog catalog;

    @Test
    void someOrderExplainsTheAnswersToCallsAtTheSameTime() throws Exception {
        try (Connection connection = Db.asOwner()) {
            for (int i = 0; i < ROUNDS; i++) {
                askAtOnce(new Books(connection, catalog.anchor()));
            }
        }
        Admin.assertThatTheAuditFindsNothing();
    }

    private void askAtOnce(Books books) throws SQLException, InterruptedException, ExecutionException {
        HandClock clock = new HandClock(Story.BEGIN);
        List<CommandQueue> replicas = List.of(replica(clock), replica(clock));
        List<Who> people = List.of(person("-one"), person("-another"), person("-unheard-of"));
        Map<UserId, Account> before = new TreeMap<>();
        for (Who who : people.subList(0, 2)) {
            Ledgers.submit(replicas.getFirst(), new Command.Release(who.user(), who.generation(0), null));
            before.put(who.user(), books.account(who.user()).orElseThrow());
        }
        Recorder recorder = new Recorder(clock);
        CountDownLatch half = new CountDownLatch(STEPS / 2);
        List<Step> steps = Tries.some(Lives.step().list().ofSize(STEPS));
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < STEPS; i++) {
                Step step = steps.get(i);
                Who who = people.get(i % 3);
                CommandQueue replica = replicas.get(i / 3 % 2);
                calls.add(callers.submit(() -> {
                    try {
                        recorder.call(step.command(who, clock.instant()), command -> Ledgers.submit(replica, command));
                    } finally {
                        half.countDown();
                    }
                }));
            }
            half.await();
            recorder.moveClock(INTO_THE_NEXT_PERIOD);
            for (Future<?> call : calls) {
                call.get();
            }
        }
        for (Who who : people) {
            List<History.Call> calls = recorder.calls(who.user());
            Account after = books.account(who.user()).orElseThrow();
            assertTrue(
                    begins(who.user(), before).stream()
                            .anyMatch(begin -> new History(calls).isLinearizable(begin, after)),
                    () -> "no order explains " + calls + "\nand " + after);
        }
    }

    /** Whoever wasn't known may have been met first before the clock was moved, or after it. */
    private List<Account> begins(UserId user, Map<UserId, Account> known) {
        Account begin = known.get(user);
        return begin != null
                ? List.of(begin)
                : Stream.of(Story.BEGIN, Story.BEGIN.plus(INTO_THE_NEXT_PERIOD))
                        .map(met -> Account.open(user, catalog.anchor(), met))
                        .toList();
    }

    private static Who person(String suffix) {
        return new Who(new UserId(Fresh.user()), suffix + "-" + Fresh.generation());
    }

    private CommandQueue replica(HandClock clock) {
        return ledgers.queue(ledgers.ledger(catalog.anchor(), clock));
    }
}
