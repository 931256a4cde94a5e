package dev.chatcredits.credit.history;

import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(RealParts.class)
class EntriesTest {

    private final String user = Fresh.user();

    @BeforeEach
    void theUserHasAPlan() {
        Gateway.subscribe(user, Gateway.PRO, Instant.EPOCH).then().statusCode(200);
    }

    @Test
    void everyEntryIsOnExactlyOnePage() {
        List<String> charged = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            charged.add(charge());
        }
        Collections.reverse(charged);
        charged.add(null);
        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonPath page = page("?limit=6" + cursor).jsonPath();
            seen.addAll(page.getList("entries.generationId", String.class));
            // What is appended meanwhile doesn't shift the pages.
            charge();
            String next = page.getString("nextCursor");
            cursor = next == null ? null : "&cursor=" + next;
        }
        assertEquals(charged, seen, "newest first, the grant of the plan last");
    }

    @Test
    void anEntryTellsWhatChangedAndWhatWasLeft() {
        String generation = charge();
        page("").then()
                .statusCode(200)
                .body("nextCursor", nullValue())
                .body("entries.size()", is(2))
                .body("entries[0].kind", is("CHARGE"))
                .body("entries[0].credits", is(-1))
                .body("entries[0].model", is(Gateway.GROK))
                .body("entries[0].generationId", is(generation))
                .body("entries[0].remainingAfter", is(49))
                .body("entries[1].kind", is("GRANT"))
                .body("entries[1].credits", is(50))
                .body("entries[1].model", nullValue())
                .body("entries[1].remainingAfter", is(50))
                .body("entries[1].reason", is(Gateway.PRO));
    }

    @Test
    void aPageHas50EntriesUnlessToldOtherwiseAndThereIsNoPageAfterTheLast() {
        for (int i = 0; i < 50; i++) {
            charge();
        }
        JsonPath first = page("").jsonPath();
        assertEquals(50, first.getList("entries").size());
        page("?cursor=" + first.getString("nextCursor"))
                .then()
                .body("entries.size()", is(1))
                .body("nextCursor", nullValue());
        page("?limit=51").then().body("entries.size()", is(51)).body("nextCursor", nullValue());
        page("?limit=200").then().statusCode(200).body("entries.size()", is(51));
    }

    @ParameterizedTest
    @CsvSource({
        "limit,0",
        "limit,-1",
        "limit,201",
        "limit,many",
        "limit,1.5",
        "limit,99999999999",
        "cursor,0",
        "cursor,x",
        "cursor,99999999999999999999"
    })
    void aPageThatCannotBeIsRefused(String parameter, String value) {
        page("?" + parameter + "=" + value)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is("INVALID_REQUEST"))
                .body("field", is(parameter));
    }

    @Test
    void entriesOfSomebodyUnknownAre404() {
        Routes.with(Tokens.SERVICE).get(Routes.entries(Fresh.user())).then().statusCode(404);
    }

    private String charge() {
        String generation = Fresh.generation();
        Gateway.settle(user, generation, Gateway.GROK).then().statusCode(201);
        return generation;
    }

    private Response page(String query) {
        return Routes.with(Tokens.SERVICE).get(Routes.entries(user) + query);
    }

    /** Positions are counted for each user anew, so that one of somebody else's fits. */
    @Test
    void theCursorOfSomebodyElseLeadsToNothingOfTheirs() {
        List<String> theirs = List.of(charge(), charge(), charge());
        String cursor = page("?limit=1").path("nextCursor");
        String other = Gateway.userWith(Gateway.PRO);
        List<String> own = Stream.generate(Fresh::generation).limit(3).toList();
        own.forEach(id -> Gateway.settle(other, id, Gateway.OPUS).then().statusCode(201));
        for (String query : List.of("", "&userId=" + user, "&user_id=" + user)) {
            JsonPath page = Routes.with(Tokens.SERVICE)
                    .get(Routes.entries(other) + "?cursor=" + cursor + query)
                    .jsonPath();
            List<String> seen = page.getList("entries.generationId", String.class);
            assertEquals(List.of(own.get(1), own.get(0)), seen.subList(0, 2));
            assertTrue(Collections.disjoint(theirs, seen));
        }
    }
}
