package dev.chatcredits.credit.completion;

import static dev.chatcredits.credit.support.Gateway.OPUS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatcredits.credit.account.Ledger;
import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.Events;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.Locks;
import dev.chatcredits.credit.support.MovedClock;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What expires while events are under way: they stand still at an account that somebody else has locked. */
@QuarkusTest
@TestProfile(RealParts.class)
class ExpiryBesideEventsTest {

    private final String user = Fresh.user();
    private final String generation = Fresh.generation();

    @Inject
    Sweeps sweeps;

    @Inject
    Pool pool;

    @Inject
    Clock clock;

    @Inject
    Ledger ledger;

    @Inject
    CompletionTopic topic;

    @Inject
    Progress progress;

    @Inject
    ExpiryConfig config;

    @AfterEach
    void theBooksAreRight() {
        Admin.assertThatTheAuditFindsNothing();
    }

    @Test
    void aHoldWhoseEventIsNotReadYetIsChargedNotExpired() throws Exception {
        String blocker = Gateway.userWith(Gateway.PRO);
        Gateway.hold(user, generation, OPUS);
        try (Connection connection = Locks.account(blocker)) {
            // The consumer waits for the lock, and what comes later waits with it.
            send(Events.succeeded(blocker, Fresh.generation(), OPUS));
            send(Events.succeeded(user, generation, OPUS));
            sweeps.afterAHoldsLife();
            sweeps.afterAHoldsLife();
            assertEquals("HELD", Gateway.status(user, generation));
            connection.rollback();
        }
        Await.until("the hold has ended", () -> {
            sweeps.afterAHoldsLife();
            return !Gateway.status(user, generation).equals("HELD");
        });
        assertEquals("SETTLED", Gateway.status(user, generation));
    }

    /** Under steady traffic something is always under way; that is not what the hold waits for. */
    @Test
    void aHoldExpiresThoughEventsNeverPause() throws Exception {
        nothingIsUnderWay();
        Gateway.hold(user, generation, OPUS);
        String first = Gateway.userWith(Gateway.PRO);
        String next = Gateway.userWith(Gateway.PRO);
        String early = Fresh.generation();
        try (Connection one = Locks.account(first);
                Connection other = Locks.account(next)) {
            send(Events.succeeded(first, early, OPUS));
            sweeps.afterAHoldsLife();
            Locks.awaitWaiting(one);
            send(Events.succeeded(next, Fresh.generation(), OPUS));
            one.rollback();
            Await.until(
                    "the first event is charged",
                    () -> Gateway.look(first, early).statusCode() == 200);
            sweeps.afterAHoldsLife();
            assertEquals("EXPIRED", Gateway.status(user, generation));
            other.rollback();
        }
    }

    @Test
    void theHoldOfALetterThatDiedSinceTheLastSweepIsKeptToo() throws Exception {
        nothingIsUnderWay();
        Gateway.hold(user, generation, OPUS);
        String leaked = Fresh.generation();
        Gateway.hold(user, leaked, OPUS);
        String blocker = Gateway.userWith(Gateway.PRO);
        ObjectNode dead = Events.succeeded(user, generation, OPUS);
        dead.withObject("/data").put("outcome", "DONE");
        try (Connection locking = Locks.account(blocker)) {
            send(Events.succeeded(blocker, Fresh.generation(), OPUS));
            Locks.awaitWaiting(locking);
            send(dead);
            sweeps.afterAHoldsLife();
            locking.rollback();
        }
        Await.until(
                "the letter is known to be dead",
                () -> Db.number("select count(*) from dead_letter where generation_id = ?", generation) == 1);
        try (Connection locking = Locks.account(blocker)) {
            send(Events.succeeded(blocker, Fresh.generation(), OPUS));
            Locks.awaitWaiting(locking);
            sweeps.awaitExpiry(user, leaked);
            assertEquals("HELD", Gateway.status(user, generation));
            locking.rollback();
        }
    }

    /** Of two instances, and the success that comes after all: each waits for the account, and finds what the one before has left. Fault C4. */
    @Test
    void aHoldThatTwoSweepersAndItsSuccessWantToEndAtOnceIsChargedOnce() throws Exception {
        nothingIsUnderWay();
        Gateway.hold(user, generation, OPUS);
        List<CompletableFuture<?>> all = new ArrayList<>();
        try (Connection locking = Locks.account(user)) {
            MovedClock.putForwardBy(Duration.ofMinutes(16), () -> {
                all.add(sweeper().sweep().subscribeAsCompletionStage());
                all.add(sweeper().sweep().subscribeAsCompletionStage());
                awaitWaiting(2);
            });
            all.add(CompletableFuture.runAsync(this::settle, Thread::startVirtualThread));
            awaitWaiting(3);
            locking.rollback();
        }
        all.forEach(CompletableFuture::join);
        assertEquals("SETTLED", Gateway.status(user, generation));
        assertEquals(5, Gateway.balance(user).getInt("used"));
        assertEquals(0, Gateway.balance(user).getInt("held"));
        assertEquals(1, Db.number("select count(*) from entry where user_id = ? and kind = 'CHARGE'", user));
    }

    /** Of another instance. */
    private HoldSweeper sweeper() {
        return new HoldSweeper(pool, clock, ledger, topic, progress, config, new SimpleMeterRegistry());
    }

    /** However long it has waited for the lock. */
    private void settle() {
        Await.until(
                "it is settled", () -> Gateway.settle(user, generation, OPUS).statusCode() == 200);
    }

    private static void awaitWaiting(int transactions) {
        Await.until(
                transactions + " wait for the account",
                () -> Db.number("select count(distinct pid) from pg_locks where not granted") >= transactions);
    }

    /** Else a sweep would still be about what came before. */
    private void nothingIsUnderWay() {
        String before = Fresh.generation();
        String somebody = Fresh.user();
        send(Events.succeeded(somebody, before, OPUS));
        Await.until(
                "all events before are charged",
                () -> Gateway.look(somebody, before).statusCode() == 200);
        String leaked = Fresh.generation();
        Gateway.hold(somebody, leaked, OPUS);
        sweeps.awaitExpiry(somebody, leaked);
    }

    /** All to one partition, so that they are read in their order. */
    private static void send(ObjectNode event) {
        Topic.send(List.of(new ProducerRecord<>(Topic.COMPLETIONS, 3, Events.bytes("key"), Events.bytes(event))));
    }
}
