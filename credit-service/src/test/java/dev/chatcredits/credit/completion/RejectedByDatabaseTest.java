package dev.chatcredits.credit.completion;

import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.Events;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A value that PostgreSQL doesn't take. The checks at the door leave none that is known of, so that the database is made to refuse a model
 * here.
 */
@QuarkusTest
@TestProfile(RealParts.class)
class RejectedByDatabaseTest {

    private static final String REJECTED = "rejected/by-the-database";
    private static final int PARTITION = 2;

    private final String user = Fresh.user();

    @BeforeEach
    void theDatabaseDoesNotTakeTheModel() {
        Db.update("alter table hold add constraint no_such_model check (model_id <> '" + REJECTED + "') not valid");
    }

    @AfterEach
    void itTakesTheModelAgain() {
        Db.update("alter table hold drop constraint if exists no_such_model");
        Admin.assertThatTheAuditFindsNothing();
    }

    @Test
    void onlyTheEventThatIsRejectedIsDead() {
        String dead = Fresh.generation();
        Gateway.hold(user, dead, Gateway.GROK).then().statusCode(201);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String generation = i == 13 ? Fresh.generation() : user + i;
            String model = i == 13 ? REJECTED : Gateway.GROK;
            records.add(record(generation, model));
        }
        long offset = Topic.send(records).get(13).offset();
        Await.until(
                "the others are charged",
                () -> Db.number("select count(*) from hold where user_id = ? and status = 'SETTLED'", user) == 19);
        Await.until("the rejected one is put aside", () -> letters(offset).size() == 1);
        assertEquals(
                "rejected by the database: SQLSTATE 23514",
                reason(letters(offset).getFirst()));
        assertEquals(19, Gateway.balance(user).getInt("used"));
        Await.until(
                "the position moved on",
                () -> Db.number("select max(next_offset) from consumed where partition_no = ?", PARTITION)
                        >= offset + 7);

        // Replayed when the reason is mended, it is charged like any other.
        itTakesTheModelAgain();
        Topic.send(List.of(records.get(13)));
        Await.until(
                "the replayed letter is charged", () -> Gateway.balance(user).getInt("used") == 20);
    }

    @Test
    void aHoldThatIsRejectedIsTheCallersAloneAndLeavesNothing() {
        String generation = Fresh.generation();
        Gateway.hold(user, generation, REJECTED)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is("INVALID_REQUEST"))
                .body("detail", is("rejected by the database: SQLSTATE 23514"));
        Gateway.hold(user, Fresh.generation(), Gateway.GROK).then().statusCode(201);
        Gateway.look(user, generation).then().statusCode(404);
    }

    private ProducerRecord<byte[], byte[]> record(String generation, String model) {
        return new ProducerRecord<>(
                Topic.COMPLETIONS,
                PARTITION,
                Events.bytes(user),
                Events.bytes(Events.succeeded(user, generation, model)));
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(long offset) {
        return Topic.read(Topic.DEAD_LETTERS).stream()
                .filter(letter -> header(letter, "dlq-partition").equals(String.valueOf(PARTITION))
                        && header(letter, "dlq-offset").equals(String.valueOf(offset)))
                .toList();
    }

    private static String reason(ConsumerRecord<byte[], byte[]> letter) {
        return header(letter, "dlq-reason");
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
