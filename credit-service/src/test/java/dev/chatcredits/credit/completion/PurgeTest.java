package dev.chatcredits.credit.completion;

import static dev.chatcredits.credit.support.Gateway.OPUS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.MovedClock;
import dev.chatcredits.credit.support.RealParts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can't be charged any more is forgotten. */
@QuarkusTest
@TestProfile(RealParts.class)
class PurgeTest {

    private final String user = Fresh.user();

    @Inject
    Purge purge;

    @AfterEach
    void theBooksAreRight() {
        Admin.assertThatTheAuditFindsNothing();
    }

    @Test
    void onlyWhatWasChargedIsRememberedForEver() {
        String generation = Fresh.generation();
        String released = Fresh.generation();
        Gateway.settle(user, generation, OPUS);
        Gateway.release(user, released);
        MovedClock.putForwardBy(Duration.ofDays(36), this::purgeOnce);
        assertEquals("RELEASED", Gateway.status(user, released), "an event about it could still come");
        MovedClock.putForwardBy(Duration.ofDays(38), this::purgeOnce);
        Gateway.look(user, released).then().statusCode(404);
        assertEquals("SETTLED", Gateway.status(user, generation));
    }

    @Test
    void whatIsTooMuchForOneTransactionIsForgottenByMore() {
        Db.update(
                "insert into hold (user_id, generation_id, credits, status, draw_grants, draw_credits, created_at,"
                        + " expires_at, ended_at) select ?, 'old-' || i, 0, 'RELEASED', '{}', '{}', now() - interval '38 days',"
                        + " now() - interval '38 days', now() - interval '38 days' from generate_series(0, "
                        + Purge.BATCH + ") i",
                user);
        purgeOnce();
        assertEquals(0, Db.number("select count(*) from hold where user_id = ?", user));
    }

    private void purgeOnce() {
        purge.purge().await().atMost(Duration.ofSeconds(20));
    }
}
