package dev.chatcredits.credit.admin;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.credit.support.Admin;
import dev.chatcredits.credit.support.Await;
import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import dev.chatcredits.credit.support.Routes;
import dev.chatcredits.credit.support.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(RealParts.class)
class AuditTest {

    private final String user = Fresh.user();

    @BeforeEach
    void theUserHasAPlan() {
        Gateway.subscribe(user, Gateway.PRO, Instant.EPOCH).then().statusCode(200);
    }

    /** Lesson litellm#36926. */
    @Test
    void anAccountThatWasUsedInEveryWayIsWhatItsEntriesAndHoldsSay() {
        String settled = Fresh.generation();
        Gateway.hold(user, settled, Gateway.OPUS);
        Gateway.settle(user, settled, Gateway.OPUS);
        String released = Fresh.generation();
        Gateway.hold(user, released, Gateway.OPUS);
        Gateway.release(user, released);
        Gateway.hold(user, Fresh.generation(), Gateway.OPUS);
        Gateway.settle(user, released, Gateway.OPUS);
        Gateway.release(user, Fresh.generation());
        Gateway.bill(user, Gateway.STARTER, Instant.now());
        Gateway.settle(user, Fresh.generation(), Gateway.OPUS);
        Admin.adjust(user, "a", 7, "r");
        Admin.adjust(user, "b", -3, "r");
        Admin.reset(user, "c", "r");
        Gateway.settle(Fresh.user(), Fresh.generation(), Gateway.OPUS);
        Admin.assertThatTheAuditFindsNothing();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update credit_grant set used = used + 1 where user_id = ?           | grant 1: used
            update credit_grant set used = used + 1 where user_id = ?           | grant 1: present
            update credit_grant set held = held + 1 where user_id = ?           | grant 1: held
            update credit_grant set granted = granted + 1 where user_id = ?     | grant 1: present
            update account set last_entry_no = last_entry_no + 1 where user_id = ? | account: entries
            """)
    void aBookThatWasTamperedWithIsFound(String tamper, String what) {
        Gateway.hold(user, Fresh.generation(), Gateway.OPUS);
        Gateway.settle(user, Fresh.generation(), Gateway.OPUS);
        Db.update(tamper, user);
        try {
            Routes.with(Tokens.ADMIN)
                    .get(Routes.AUDIT)
                    .then()
                    .statusCode(200)
                    .body("differences.userId.unique()", is(List.of(user)))
                    .body("differences.what", hasItem(what));
        } finally {
            Db.update(tamper.replace("+ 1", "- 1"), user);
        }
        Admin.assertThatTheAuditFindsNothing();
    }

    /** Coming back to the plan, the user would be given them. */
    @Test
    void creditsThatNoPlanAndNoAdminGaveAreFound() {
        Gateway.subscribe(user, Gateway.STARTER, Instant.now()).then().statusCode(200);
        String tamper = "update credit_grant set granted = granted + 1, lapsed = lapsed + 1"
                + " where user_id = ? and state = 'SET_ASIDE'";
        assertEquals(1, Db.update(tamper, user));
        try {
            Routes.with(Tokens.ADMIN)
                    .get(Routes.AUDIT)
                    .then()
                    .body(
                            "differences",
                            equalTo(List.of(
                                    Map.of("userId", user, "what", "grant 1: granted", "expected", 50, "found", 51))));
        } finally {
            Db.update(tamper.replace("+ 1", "- 1"), user);
        }
        Admin.assertThatTheAuditFindsNothing();
    }

    /** As after an account was lost: the audit says so, and doesn't fail. */
    @Test
    void entriesOfNoAccountAreFound() {
        String renamed = Fresh.user();
        String rename = "update account set user_id = ? where user_id = ?";
        assertEquals(1, Db.update(rename, renamed, user));
        try {
            Routes.with(Tokens.ADMIN)
                    .get(Routes.AUDIT)
                    .then()
                    .statusCode(200)
                    .body(
                            "differences.findAll { it.userId == '" + user + "' }",
                            equalTo(List.of(
                                    Map.of("userId", user, "what", "account: entries", "expected", 0, "found", 1))));
        } finally {
            Db.update(rename, user, renamed);
        }
        Admin.assertThatTheAuditFindsNothing();
    }

    @Test
    void aChargeThatIsNotInTheEntriesIsFound() {
        String generation = Fresh.generation();
        Gateway.hold(user, generation, Gateway.OPUS);
        Gateway.release(user, generation);
        Db.update("update hold set status = 'SETTLED' where generation_id = ?", generation);
        try {
            Routes.with(Tokens.ADMIN)
                    .get(Routes.AUDIT)
                    .then()
                    .body(
                            "differences",
                            equalTo(List.of(Map.of(
                                    "userId",
                                    user,
                                    "what",
                                    "generation " + generation + ": charged",
                                    "expected",
                                    5,
                                    "found",
                                    0))));
        } finally {
            Db.update("alter table hold disable trigger hold_settled_is_final");
            Db.update("update hold set status = 'RELEASED' where generation_id = ?", generation);
            Db.update("alter table hold enable trigger hold_settled_is_final");
        }
        Admin.assertThatTheAuditFindsNothing();
    }

    /** Longer than a connection over which requests are answered may be silent. */
    @Test
    @Tag("long")
    void anAuditMayTakeLongerThanARequest() throws Exception {
        try (Connection locking = Db.asOwner();
                Statement lock = locking.createStatement()) {
            locking.setAutoCommit(false);
            lock.execute("lock table entry in access exclusive mode");
            Future<Integer> status = CompletableFuture.supplyAsync(
                    () -> Routes.with(Tokens.ADMIN).get(Routes.AUDIT).statusCode(), Thread::startVirtualThread);
            Await.until(
                    "the audit has waited for long",
                    () -> Db.number("select count(*) from pg_locks where waitstart < now() - interval '9 s'") > 0);
            locking.rollback();
            assertEquals(200, status.get());
        }
    }
}
