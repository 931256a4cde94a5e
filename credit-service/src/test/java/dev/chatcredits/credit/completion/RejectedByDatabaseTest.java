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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A value that PostgreSQL doesn't take. The checks at the door leave none that is known of, so that the database is made to refuse a model
 * here.
 */
@QuarkusTest
@TestProfile(RealParts.class)
class RejectedByDatabaseTest {

    private static final String REJECTED = "rejected/by-the-database";
    private static final String OUT_OF_RANGE = "22003";
    private static final String CHECK_VIOLATION = "23514";
    private static final int PARTITION = 2;

    private final String user = Fresh.user();

    private static void theDatabaseRejectsTheModelWith(String sqlState) {
        Db.update("create function no_such_model() returns trigger language plpgsql as $$ begin"
                + " raise exception 'no' using errcode = tg_argv[0]; end $$");
        Db.update("create trigger no_such_model before insert or update on hold for each row when (new.model_id = '"
                + REJECTED + "') execute function no_such_model('" + sqlState + "')");
    }

    @AfterEach
    void itTakesTheModelAgain() {
        Db.update("drop trigger if exists no_such_model on hold");
        Db.update("drop function if exists no_such_model()");
        Admin.assertThatTheAuditFindsNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {OUT_OF_RANGE, CHECK_VIOLATION})
    void onlyTheEventsThatAreRejectedOrUnreadableAreDead(String sqlState) {
        theDatabaseRejectsTheModelWith(sqlState);
        Gateway.subscribe(user, Gateway.PRO, Instant.EPOCH).then().statusCode(200);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            records.add(record(user + i, i == 6 || i == 13 ? REJECTED : Gateway.GROK));
        }
        records.set(9, new ProducerRecord<>(Topic.COMPLETIONS, PARTITION, Events.bytes(user), Events.bytes("{")));
        List<Long> offsets =
                Topic.send(records).stream().map(RecordMetadata::offset).toList();
        Await.until(
                "the others are charged",
                () -> Db.number("select count(*) from hold where user_id = ? and status = 'SETTLED'", user) == 17);
        Await.until("the rejected ones are put aside", () -> reasons(offsets).size() == 3);
        assertEquals(
                Map.of(
                        offsets.get(6), "rejected by the database: SQLSTATE " + sqlState,
                        offsets.get(9), "not JSON, or a member is there twice",
                        offsets.get(13), "rejected by the database: SQLSTATE " + sqlState),
                reasons(offsets));
        assertEquals(17, Gateway.balance(user).getInt("used"));
        Await.until(
                "the position moved on",
                () -> Db.number("select max(next_offset) from consumed where partition_no = ?", PARTITION)
                        > offsets.getLast());

        // Replayed when the reason is mended, they are charged like any other.
        itTakesTheModelAgain();
        Topic.send(List.of(records.get(6), records.get(13)));
        Await.until(
                "the replayed letters are charged", () -> Gateway.balance(user).getInt("used") == 19);
    }

    @ParameterizedTest
    @ValueSource(strings = {OUT_OF_RANGE, CHECK_VIOLATION})
    void aHoldThatIsRejectedIsTheCallersAloneAndLeavesNothing(String sqlState) {
        theDatabaseRejectsTheModelWith(sqlState);
        String generation = Fresh.generation();
        Gateway.hold(user, generation, REJECTED)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is("INVALID_REQUEST"))
                .body("detail", is("rejected by the database: SQLSTATE " + sqlState));
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

    /** Of those that were put aside, each once. */
    private static Map<Long, String> reasons(List<Long> offsets) {
        return Topic.read(Topic.DEAD_LETTERS).stream()
                .filter(letter -> header(letter, "dlq-partition").equals(String.valueOf(PARTITION))
                        && offsets.contains(Long.valueOf(header(letter, "dlq-offset"))))
                .collect(Collectors.toMap(
                        letter -> Long.valueOf(header(letter, "dlq-offset")), letter -> header(letter, "dlq-reason")));
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
