package dev.chatcredits.credit.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.credit.ledger.Account;
import dev.chatcredits.credit.ledger.Balance;
import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.Explanation;
import dev.chatcredits.credit.ledger.UserId;
import dev.chatcredits.credit.model.Books;
import dev.chatcredits.credit.model.Sights;
import dev.chatcredits.credit.model.Story;
import dev.chatcredits.credit.model.Tally;
import dev.chatcredits.credit.model.Tries;
import dev.chatcredits.credit.model.World;
import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.HandClock;
import dev.chatcredits.credit.support.RealParts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Random stories of three people who share ids: holds, settlements, releases, expiries, plan changes, periods that end, adjustments;
 * repeated, out of order, weeks late, with clocks that jump both ways. The service on PostgreSQL, which takes many commands in one
 * transaction and loads only what it needs, must come to what the rules alone come to one by one.
 *
 * <p>Fault C5. Fault K3. Fault T1. Lesson LibreChat#15879. Lesson sub2api#5051. Lesson lago-api#5870.
 */
@QuarkusTest
@TestProfile(RealParts.class)
@SuppressWarnings("NullAway.Init") // Injected.
class LedgerModelTest {

    /** About a hundred commands each. */
    private static final int STORIES = 40;

    @Inject
    Ledgers ledgers;

    @Test
    void theServiceComesToWhatTheRulesComeTo() throws SQLException {
        Sights sights = new Sights();
        try (Connection connection = Db.asOwner()) {
            Tries.of(Story.any(), STORIES, story -> live(story, connection, sights));
        }
        if (!Tries.isOfOneSeed()) {
            sights.assertThatNoneWasMissed();
        }
        Admin.assertThatTheAuditFindsNothing();
    }

    private void live(Story story, Connection connection, Sights sights) {
        HandClock clock = new HandClock(Story.BEGIN);
        Ledger ledger = ledgers.ledger(story.anchor(), clock);
        CommandQueue queue = ledgers.queue(ledger);
        Story.Cast cast = new Story.Cast();
        World world = new World(story.anchor(), sights);
        Tally tally = new Tally();
        Books books = new Books(connection, story.anchor());
        for (Story.Batch batch : story.batches()) {
            clock.set(batch.move().from(clock.instant(), story.anchor()));
            List<Command> commands = cast.commands(batch, clock.instant());
            List<Result> expected = world.apply(commands, clock.instant());
            List<Result> found = commands.size() == 1
                    ? List.of(Ledgers.submit(queue, commands.getFirst()))
                    : ledger.applyEach(commands).await().atMost(Ledgers.LIMIT).stream()
                            .map(LedgerModelTest::decided)
                            .toList();
            assertEquals(expected, found);
            found.forEach(tally::saw);
            commands.stream().map(Command::user).distinct().forEach(user -> {
                compare(user, world, books, tally);
                Optional<Account> now = world.account(user).map(a -> a.asOf(clock.instant()));
                assertEquals(now.map(Account::balance), look(ledger, user));
                assertEquals(now.map(Account::explanation), explain(ledger, user));
            });
        }
        cast.users().forEach(user -> compare(user, world, books, tally));
        assertEquals(List.of(), Admin.differences(cast.users()));
    }

    private static Result decided(Answer answer) {
        if (answer instanceof Answer.Decided decided) {
            return decided.result();
        }
        throw new AssertionError("not decided: " + answer);
    }

    private static Optional<Balance> look(Ledger ledger, UserId user) {
        return ledger.look(user).await().atMost(Ledgers.LIMIT).map(Account::balance);
    }

    private static Optional<Explanation> explain(Ledger ledger, UserId user) {
        return ledger.lookAtOpenHolds(user).await().atMost(Ledgers.LIMIT).map(Account::explanation);
    }

    private static void compare(UserId user, World world, Books books, Tally tally) {
        try {
            assertEquals(world.account(user), books.account(user));
            assertEquals(world.entries(user), books.entries(user));
            tally.check(user, books.entries(user));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
