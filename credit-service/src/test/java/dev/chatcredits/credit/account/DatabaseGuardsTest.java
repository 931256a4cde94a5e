package dev.chatcredits.credit.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatcredits.credit.support.Db;
import dev.chatcredits.credit.support.Fresh;
import dev.chatcredits.credit.support.Gateway;
import dev.chatcredits.credit.support.RealParts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bug of ours, or a hand on the database, can't do. {@code U} is a user with a settled generation {@code S} and a hold {@code H}. */
@QuarkusTest
@TestProfile(RealParts.class)
class DatabaseGuardsTest {

    private static final String DENIED = "42501";

    private final String user = Fresh.user();
    private final String settled = Fresh.generation();
    private final String held = Fresh.generation();

    @BeforeEach
    void somebodyHasUsedCredits() {
        Gateway.hold(user, settled, Gateway.OPUS).then().statusCode(201);
        Gateway.settle(user, settled, Gateway.OPUS).then().statusCode(200);
        Gateway.hold(user, held, Gateway.OPUS).then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update entry set credits = 1 where user_id = U",
                "delete from entry where user_id = U",
                "truncate entry",
                "truncate account",
                "update adjustment set credits = 1",
                "delete from adjustment",
                "delete from account where user_id = U",
                "delete from credit_grant where user_id = U",
                "delete from consumed",
                "create table mine (a int)",
                "drop table entry",
                "alter table entry disable trigger all",
                "alter table entry add column a int",
                "drop trigger entry_is_append_only on entry",
                "create or replace function entry_is_append_only() returns trigger language sql as ''",
                "alter role credits_service superuser",
                "set role credits",
                "select * from flyway_schema_history",
                "update flyway_schema_history set success = false"
            })
    void theServicesRoleCannot(String sql) {
        assertRefused(Db::asService, DENIED, sql);
    }

    /** Lesson one-api#2446. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            23001 | update entry set credits = credits where user_id = U
            23001 | delete from entry where user_id = U
            23001 | truncate entry
            23001 | update hold set status = 'RELEASED' where generation_id = S
            23001 | update hold set credits = 0 where generation_id = S
            23001 | delete from hold where generation_id = S
            23514 | update credit_grant set used = granted + 1 where user_id = U
            23514 | update credit_grant set held = granted - used + 1 where user_id = U
            23514 | update credit_grant set used = -1 where user_id = U
            23514 | update credit_grant set held = -1 where user_id = U
            23514 | update credit_grant set debt = -1 where user_id = U
            23514 | update credit_grant set debt = 1 where user_id = U
            23514 | update credit_grant set lapsed = 1 where user_id = U
            23514 | update credit_grant set state = 'ENDED' where user_id = U
            23514 | update credit_grant set starts_at = ends_at where user_id = U
            23514 | update hold set credits = -1 where generation_id = H
            23514 | update hold set status = 'SETTLED' where generation_id = H
            23514 | update hold set status = 'LOST', ended_at = now() where generation_id = H
            23514 | update hold set draw_credits = '{}' where generation_id = H
            23514 | update account set plan_credits = -1 where user_id = U
            23514 | update account set plan_id = null where user_id = U
            23514 | insert into account (user_id, touched_at, updated_at) values ('', now(), now())
            23505 | insert into account select * from account where user_id = U
            23505 | insert into hold select * from hold where generation_id = S
            23505 | insert into credit_grant select user_id, no + 1, source, plan_id, plan_credits, starts_at, ends_at, 0, 0, 0, 0, 0, 'ENDED' from credit_grant where user_id = U
            23505 | insert into credit_grant select user_id, no + 1, source, 'another', 1, starts_at, ends_at, 1, 0, 0, 0, 0, 'ACTIVE' from credit_grant where user_id = U
            23505 | insert into entry select user_id, no + 10, kind, credits, grant_no, model_id, generation_id, occurred_at, recorded_at, remaining_after, reason, actor from entry where generation_id = S
            23514 | insert into entry select user_id, no + 10, kind, 0, grant_no, model_id, null, occurred_at, recorded_at, remaining_after, reason, actor from entry where generation_id = S
            23514 | insert into entry select user_id, no + 10, kind, credits, grant_no, model_id, null, occurred_at, recorded_at, -1, reason, actor from entry where generation_id = S
            """)
    void notEvenTheOwnerCan(String state, String sql) {
        assertRefused(Db::asOwner, state, sql);
    }

    /** Whatever the server's own settings are: what was answered is on disk, and nobody waits, or lets others wait, for ever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "synchronous_commit=on",
                "statement_timeout=5s",
                "lock_timeout=2s",
                "idle_in_transaction_session_timeout=10s"
            })
    void theServicesRoleIsSet(String setting) {
        assertEquals(
                1,
                Db.number(
                        "select count(*) from pg_roles where rolname = 'credits_service' and ? = any(rolconfig)",
                        setting));
    }

    private interface Login {
        Connection connect() throws SQLException;
    }

    private void assertRefused(Login login, String state, String sql) {
        String filledIn = sql.replaceAll("\\bU\\b", "'" + user + "'")
                .replaceAll("\\bS\\b", "'" + settled + "'")
                .replaceAll("\\bH\\b", "'" + held + "'");
        SQLException refused = assertThrows(SQLException.class, () -> {
            try (Connection connection = login.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                // What isn't refused is undone.
                statement.execute(filledIn);
            }
        });
        assertEquals(state, refused.getSQLState(), refused.getMessage());
    }
}
