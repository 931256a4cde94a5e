package dev.chatcredits.credit.completion;

import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.Events;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.Metrics;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Topic;
import dev.chatcredits.testing.Inside;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is neither a value that PostgreSQL refuses nor an outage: our own mistakes, and a database that was set up wrongly. */
@QuarkusTest
@TestProfile(RealParts.class)
class BrokenTest {

    private static final int PARTITION = 0;
    private static final String STUCK = "credits_events_stuck";

    private final String user = Fresh.user();
    private final String generation = Fresh.generation();

    @AfterEach
    void theBooksAreRight() {
        Admin.assertThatTheAuditFindsNothing();
    }

    /** The rules can't even load an account whose hold draws from nothing. Fault K4. */
    @Test
    void whatTheRulesBreakOnIsDeadAndTheOthersAreCharged() {
        Gateway.hold(user, generation, Gateway.OPUS).then().statusCode(201);
        String other = Gateway.userWith(Gateway.PRO);
        Db.update("update hold set draw_credits = '{-5}' where generation_id = ?", generation);
        int letters = Topic.read(Topic.DEAD_LETTERS).size();
        try {
            Topic.send(Stream.of(other, user, other, other)
                    .map(who -> success(who, who.equals(user) ? generation : Fresh.generation()))
                    .toList());
            Await.until("the others are charged", () -> Gateway.balance(other).getInt("used") == 15);
            Await.until("it is put aside", () -> Topic.read(Topic.DEAD_LETTERS).size() == letters + 1);
            assertFails(500, "INTERNAL_ERROR", Gateway.settle(user, generation, Gateway.OPUS));
            assertFails(500, "INTERNAL_ERROR", Gateway.look(user, generation));
        } finally {
            Db.update("update hold set draw_credits = '{5}' where generation_id = ?", generation);
        }
        assertEquals(
                1,
                Db.number("select count(*) from dead_letter where generation_id = ?", generation),
                "its hold is kept");
        Topic.send(List.of(success(user, generation)));
        Await.until("the mended one is charged", () -> Gateway.balance(user).getInt("used") == 5);
    }

    /** No outage and no record's fault: it would be the same for each of them. Fault P1. */
    @Test
    void whatIsWrongForEveryEventIsWaitedForLoudly() {
        Gateway.subscribe(user, Gateway.PRO, Instant.EPOCH);
        int letters = Topic.read(Topic.DEAD_LETTERS).size();
        assertEquals(0, Metrics.value(STUCK));
        Db.update("revoke insert on entry from credits_service");
        try {
            Topic.send(List.of(success(user, generation)));
            Await.until("somebody is told", () -> Metrics.value(STUCK) == 1);
            assertFails(503, "OVERLOADED", Gateway.settle(user, Fresh.generation(), Gateway.OPUS));
        } finally {
            Db.update("grant insert on entry to credits_service");
        }
        Await.until("it is charged", () -> Gateway.balance(user).getInt("used") == 5);
        assertEquals(0, Metrics.value(STUCK));
        assertEquals(letters, Topic.read(Topic.DEAD_LETTERS).size());
    }

    /** Fault P3. */
    @Test
    void aSerializationFailureThatDoesNotEndIsAnOutageNotABug() {
        Db.update("create sequence tries");
        Db.update("create function never() returns trigger language plpgsql security definer as $$ begin"
                + " perform nextval('tries'); raise exception 'try again' using errcode = '40001'; end $$");
        Db.update("create trigger never before insert on hold for each row when (new.user_id = '" + user
                + "') execute function never()");
        int letters = Topic.read(Topic.DEAD_LETTERS).size();
        try {
            assertFails(503, "OVERLOADED", Gateway.hold(user, generation, Gateway.OPUS));
            long tries = tries();
            Topic.send(List.of(success(user, generation)));
            Await.until("the event was given up once, and is tried again", () -> tries() > 2 * tries);
            assertEquals(0, Metrics.value(STUCK));
        } finally {
            Db.update("drop trigger never on hold");
            Db.update("drop function never()");
            Db.update("drop sequence tries");
        }
        Await.until(
                "it is charged",
                () -> Gateway.look(user, generation).statusCode() == 200
                        && Gateway.status(user, generation).equals("SETTLED"));
        assertEquals(letters, Topic.read(Topic.DEAD_LETTERS).size());
    }

    /** Sequences count what was undone, too. */
    private static long tries() {
        return Db.number("select last_value from tries");
    }

    private static ProducerRecord<byte[], byte[]> success(String user, String generation) {
        return new ProducerRecord<>(
                Topic.COMPLETIONS,
                PARTITION,
                Events.bytes(user),
                Events.bytes(Events.succeeded(user, generation, Gateway.OPUS)));
    }

    private static void assertFails(int status, String code, Response answer) {
        answer.then().statusCode(status).body("code", is(code));
        assertFalse(Inside.isIn(answer.asString()), answer.asString());
    }
}
