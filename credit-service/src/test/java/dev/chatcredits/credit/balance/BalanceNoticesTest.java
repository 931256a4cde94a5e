package dev.chatcredits.credit.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.Contract;
import dev.chatcredits.credit.support.Events;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import dev.chatcredits.credit.support.Topic;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Every gateway hears of every change. */
@QuarkusTest
@TestProfile(RealParts.class)
class BalanceNoticesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Contract CONTRACT = Contract.of(Topic.BALANCES);

    private final String user = Fresh.user();

    @Test
    void aChangeIsToldWithTheBalanceThatTheRoutesTell() throws IOException {
        Gateway.hold(user, Fresh.generation(), Gateway.GPT);
        JsonNode asked = JSON.readTree(
                Routes.with(Tokens.SERVICE).get(Routes.account(user)).asString());
        assertEquals(List.of(asked), awaitNotices(1));
    }

    @Test
    void everyKindOfChangeIsToldOnceAndNothingElse() {
        String settled = Fresh.generation();
        String released = Fresh.generation();
        Gateway.hold(user, settled, Gateway.GPT);
        Gateway.hold(user, settled, Gateway.GPT);
        Gateway.hold(user, released, Gateway.GPT);
        Gateway.release(user, released);
        Gateway.release(user, released);
        Gateway.balance(user);
        Topic.send(user, Events.succeeded(user, settled, Gateway.GPT));
        Await.until("the event is charged", () -> Gateway.status(user, settled).equals("SETTLED"));
        Gateway.settle(user, settled, Gateway.GPT);
        Gateway.subscribe(user, Gateway.PRO, Instant.now());
        Gateway.bill(user, Gateway.STARTER, Instant.now());
        Admin.adjust(user, "key", 3, "r");
        Admin.adjust(user, "key", 3, "r");
        List<JsonNode> notices = awaitNotices(6);
        assertEquals(
                LongStream.rangeClosed(1, 6).boxed().toList(),
                notices.stream().map(n -> n.path("version").longValue()).toList());
        assertEquals(
                List.of(48, 46, 48, 48, 25, 28),
                notices.stream().map(n -> n.path("remaining").intValue()).toList());
    }

    @Test
    void whatIsToldOfSomebodyWithoutAPlanKeepsToTheContractToo() {
        Gateway.settle(user, Fresh.generation(), Gateway.OPUS);
        JsonNode notice = awaitNotices(1).getFirst();
        assertEquals(5, notice.path("debt").intValue());
        assertEquals(true, notice.path("planId").isNull());
    }

    /** In the order of their versions: two commits can overtake each other on the way to Kafka. */
    private List<JsonNode> awaitNotices(int number) {
        List<JsonNode> notices = new ArrayList<>();
        Await.until(number + " notices about " + user, () -> {
            notices.clear();
            Topic.read(Topic.BALANCES).stream()
                    .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(user))
                    .map(record -> parsed(record.value()))
                    .sorted(Comparator.comparingLong(n -> n.path("version").longValue()))
                    .forEach(notices::add);
            return notices.size() >= number;
        });
        notices.forEach(notice -> assertEquals(Set.of(), CONTRACT.complaints(notice), notice.toString()));
        assertEquals(number, notices.size());
        return notices;
    }

    private static JsonNode parsed(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
