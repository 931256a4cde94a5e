package dev.chatcredits.e2e;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;

/** A running platform and those who deal with it. */
record Stage(Platform platform, Office office, Topic topic) {

    /** Added to by the tests that come after all others. */
    static final int LATE = Order.DEFAULT;

    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration AFTER_EXPIRY = Platform.HOLD_LIFE.plusSeconds(60);
    static final String QUESTION = "Why is the sky blue?";

    Stage(Platform platform) {
        this(platform, new Office(platform), new Topic(platform.kafka()));
    }

    /** One of the demo people, with a new token. */
    Person person(String name) {
        return new Person(platform.gateway(), platform.token(name));
    }

    Person personWith(String name, int remaining) {
        Person person = person(name);
        office.setRemaining(person.userId(), remaining);
        return person;
    }

    /** total, used, held, debt, remaining. */
    static List<Integer> figures(JsonPath balance) {
        return Stream.of("total", "used", "held", "debt", "remaining")
                .map(balance::getInt)
                .toList();
    }

    /** What became of a generation. A receipt is given when the event is in the log; a moment later it is in the ledger. */
    static JsonPath end(Person person, String generation) {
        return Wait.value(
                "the end of " + generation,
                AFTER_EXPIRY,
                () -> person.generation(generation),
                end -> !end.getString("status").equals("HELD"));
    }
}
