package dev.chatcredits.credit.account;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that a route doesn't take are 400 and name what is wrong, and nothing happens. */
@QuarkusTest
@TestProfile(RealParts.class)
class BadBodiesTest {

    private static final String GOOD_SUBSCRIPTION =
            "{'planId':'pro_user','features':[],'asOf':'2026-01-01T00:00:00Z','kind':'TOKEN'}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            userId                    | {'modelId':'m','subscription':S}
            userId                    | {'userId':null,'modelId':'m','subscription':S}
            userId                    | {'userId':'','modelId':'m','subscription':S}
            userId                    | {'userId':'..','modelId':'m','subscription':S}
            userId                    | {'userId':'a\\u0007b','modelId':'m','subscription':S}
            userId                    | {'userId':'a\\u0000b','modelId':'m','subscription':S}
            userId                    | {'userId':'a\\ud800b','modelId':'m','subscription':S}
            userId                    | {'userId':{},'modelId':'m','subscription':S}
            userId                    | {'userId':7,'modelId':'m','subscription':S}
            modelId                   | {'userId':'u','subscription':S}
            modelId                   | {'userId':'u','modelId':' ','subscription':S}
            modelId                   | {'userId':'u','modelId':'a\\nb','subscription':S}
            modelId                   | {'userId':'u','modelId':['m'],'subscription':S}
            subscription              | {'userId':'u','modelId':'m'}
            subscription              | {'userId':'u','modelId':'m','subscription':'pro_user'}
            subscription.asOf         | {'userId':'u','modelId':'m','subscription':{'planId':'pro_user'}}
            subscription.asOf         | {'userId':'u','modelId':'m','subscription':{'asOf':'yesterday'}}
            subscription.asOf         | {'userId':'u','modelId':'m','subscription':{'asOf':'20261201'}}
            subscription.asOf         | {'userId':'u','modelId':'m','subscription':{'asOf':'1764547200.5'}}
            subscription.asOf         | {'userId':'u','modelId':'m','subscription':{'asOf':'1969-12-31T23:59:59Z'}}
            subscription.asOf         | {'userId':'u','modelId':'m','subscription':{'asOf':'2999-01-01T00:00:00Z'}}
            subscription.asOf         | {'userId':'u','modelId':'m','subscription':{'asOf':'+999999999-12-31T23:59:59Z'}}
            subscription.planId       | {'userId':'u','modelId':'m','subscription':{'planId':'','asOf':'2026-01-01T00:00:00Z'}}
            subscription.planId       | {'userId':'u','modelId':'m','subscription':{'planId':1,'asOf':'2026-01-01T00:00:00Z'}}
            subscription.features     | {'userId':'u','modelId':'m','subscription':{'features':'x','asOf':'2026-01-01T00:00:00Z'}}
            subscription.features     | {'userId':'u','modelId':'m','subscription':{'features':[null],'asOf':'2026-01-01T00:00:00Z'}}
            subscription.features.1   | {'userId':'u','modelId':'m','subscription':{'features':['a',{}],'asOf':'2026-01-01T00:00:00Z'}}
            subscription.kind         | {'userId':'u','modelId':'m','subscription':{'kind':'FRIEND','asOf':'2026-01-01T00:00:00Z'}}
            subscription.kind         | {'userId':'u','modelId':'m','subscription':{'kind':'BILLING','asOf':'2026-01-01T00:00:00Z'}}
            requestHash               | {'userId':'u','modelId':'m','subscription':S,'requestHash':''}
            requestHash               | {'userId':'u','modelId':'m','subscription':S,'requestHash':true}
            attempt                   | {'userId':'u','modelId':'m','subscription':S,'attempt':'a\\tb'}
            body                      | []
            body                      | 'text'
            body                      | null
            body                      | {'userId':'u'
            body                      | {'userId':'u','userId':'v','modelId':'m','subscription':S}
            body                      | {'userId':'u','modelId':'m','subscription':S} {}
            """)
    void aHoldNamesTheMemberThatIsWrong(String field, String body) {
        assertInvalid(field, Gateway.hold(Fresh.generation(), json(body.replace(":S", ":" + GOOD_SUBSCRIPTION))));
    }

    @Test
    void anEmptyBodyIsMissing() {
        assertInvalid("body", Routes.with(Tokens.SERVICE).put(Routes.hold(Fresh.generation())));
        assertInvalid("body", Routes.with(Tokens.SERVICE).post(Routes.settlement(Fresh.generation())));
        assertInvalid("body", Routes.with(Tokens.SERVICE).post(Routes.release(Fresh.generation())));
        assertInvalid("body", Routes.with(Tokens.SERVICE).put(Routes.subscription(Fresh.user())));
    }

    /** Jackson takes such bytes for UTF-32. */
    @Test
    void bytesThatAreNoTextAreNoBody() {
        byte[] bytes = {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f};
        assertInvalid("body", Gateway.hold(Fresh.generation(), bytes));
        assertInvalid("body", Gateway.hold(Fresh.generation(), new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}));
    }

    @Test
    void aBodyNestedDeeplyIsNoBody() {
        assertInvalid("body", Gateway.hold(Fresh.generation(), "[".repeat(5_000)));
    }

    @Test
    void moreThanAHundredFeaturesAreTooMany() {
        String features = "'f',".repeat(100) + "'f'";
        assertInvalid(
                "features",
                Routes.with(Tokens.SERVICE)
                        .body(json("{'features':[" + features + "],'asOf':'2026-01-01T00:00:00Z'}"))
                        .put(Routes.subscription(Fresh.user())));
    }

    @Test
    void textsThatAreTooLongAreRefused() {
        String good = GOOD_SUBSCRIPTION;
        assertInvalid(
                "userId",
                Gateway.hold(
                        Fresh.generation(),
                        json("{'userId':'" + "u".repeat(256) + "','modelId':'m','subscription':" + good + "}")));
        assertInvalid(
                "modelId",
                Gateway.hold(
                        Fresh.generation(),
                        json("{'userId':'u','modelId':'" + "m".repeat(201) + "','subscription':" + good + "}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a|b", "ä", "%00", "a/b"})
    void aGenerationIdIsOfFewCharacters(String generation) {
        assertInvalid("generationId", Gateway.hold("u", generation, "m"));
        assertInvalid("generationId", Gateway.look("u", generation));
        assertInvalid("generationId", Gateway.settle("u", generation, "m"));
        assertInvalid("generationId", Gateway.release("u", generation));
    }

    @Test
    void aGenerationIdHasAtMost128Characters() {
        assertInvalid("generationId", Gateway.hold("u", "g".repeat(129), "m"));
        Gateway.hold(Fresh.user(), Fresh.generation() + "g".repeat(128 - 38), "m")
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            asOf     | {'planId':'pro_user'}
            asOf     | {'planId':'pro_user','asOf':''}
            asOf     | {'planId':'pro_user','asOf':'2999-01-01T00:00:00Z'}
            planId   | {'planId':[],'asOf':'2026-01-01T00:00:00Z'}
            kind     | {'planId':'pro_user','asOf':'2026-01-01T00:00:00Z','kind':1}
            body     | [1]
            """)
    void aSubscriptionNamesTheMemberThatIsWrong(String field, String body) {
        String user = Fresh.user();
        assertInvalid(field, Routes.with(Tokens.SERVICE).body(json(body)).put(Routes.subscription(user)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            userId   | {'modelId':'m'}
            userId   | {'userId':'.','modelId':'m'}
            modelId  | {'userId':'u'}
            modelId  | {'userId':'u','modelId':''}
            """)
    void aSettlementNamesTheMemberThatIsWrong(String field, String body) {
        assertInvalid(field, Routes.with(Tokens.SERVICE).body(json(body)).post(Routes.settlement(Fresh.generation())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            userId   | {}
            userId   | {'userId':''}
            userId   | {'userId':'...'}
            attempt  | {'userId':'u','attempt':''}
            attempt  | {'userId':'u','attempt':'a\\u0000b'}
            """)
    void aReleaseNamesTheMemberThatIsWrong(String field, String body) {
        assertInvalid(field, Routes.with(Tokens.SERVICE).body(json(body)).post(Routes.release(Fresh.generation())));
    }

    @Test
    void aLookAtAHoldNeedsItsUser() {
        assertInvalid("userId", Routes.with(Tokens.SERVICE).get(Routes.hold(Fresh.generation())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            credits | {'reason':'r'}
            credits | {'credits':0,'reason':'r'}
            credits | {'credits':1.5,'reason':'r'}
            credits | {'credits':'5','reason':'r'}
            credits | {'credits':true,'reason':'r'}
            credits | {'credits':1000001,'reason':'r'}
            credits | {'credits':-1000001,'reason':'r'}
            credits | {'credits':-9223372036854775808,'reason':'r'}
            body    | {'credits':9223372036854775808,'reason':'r'}
            body    | {'credits':NaN,'reason':'r'}
            credits | {'credits':1e400,'reason':'r'}
            credits | {'credits':1e99999999999,'reason':'r'}
            body    | {'credits':-Infinity,'reason':'r'}
            body    | {'credits':+5,'reason':'r'}
            body    | {'credits':05,'reason':'r'}
            reason  | {'credits':5}
            reason  | {'credits':5,'reason':' '}
            reason  | {'credits':5,'reason':'a\\u0000b'}
            body    | [5]
            """)
    void anAdjustmentNamesTheMemberThatIsWrong(String field, String body) {
        String user = Gateway.userWith(Gateway.PRO);
        assertInvalid(
                field,
                Routes.with(Tokens.ADMIN)
                        .header("Idempotency-Key", "k")
                        .body(json(body))
                        .post(Routes.adjustments(user)));
        Gateway.subscribe(user, Gateway.PRO, Instant.EPOCH).then().body("total", is(50));
    }

    @Test
    void whatAdminsChangeNeedsAnIdempotencyKey() {
        String user = Gateway.userWith(Gateway.PRO);
        assertInvalid(
                "Idempotency-Key",
                Routes.with(Tokens.ADMIN)
                        .body(json("{'credits':5,'reason':'r'}"))
                        .post(Routes.adjustments(user)));
        assertInvalid(
                "Idempotency-Key",
                Routes.with(Tokens.ADMIN).body(json("{'reason':'r'}")).post(Routes.reset(user)));
        assertInvalid("Idempotency-Key", Admin.reset(user, "k".repeat(129), "r"));
        assertInvalid("reason", Admin.reset(user, "k", ""));
    }

    /** What the parser says holds pieces of the body; who wrote it may have put anything there. */
    @Test
    void whatTheParserSaysStaysInside() {
        Gateway.hold(Fresh.generation(), json("{'userId': secret-of-somebody }"))
                .then()
                .statusCode(400)
                .body(not(containsString("secret")));
        Gateway.hold(Fresh.generation(), json("{'subscription':{'kind':'secret-of-somebody'}}"))
                .then()
                .statusCode(400)
                .body(not(containsString("secret")));
    }

    private static String json(String quoted) {
        return quoted.replace('\'', '"');
    }

    private static void assertInvalid(String field, Response response) {
        response.then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("status", is(400))
                .body("code", is("INVALID_REQUEST"))
                .body("field", is(field));
    }
}
