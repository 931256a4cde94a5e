package dev.chatcredits.e2e;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.testing.DemoTokens;
import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.PlatformPart.Kind;
import dev.chatcredits.testing.ServiceProcess;
import dev.chatcredits.testing.Wire;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The credit service as it is shipped, with PostgreSQL and Kafka of its own, and a wire to PostgreSQL that can be cut. */
final class CreditParts implements AutoCloseable {

    static final String TOPIC = "generation-completed";
    static final Duration SOON = Duration.ofSeconds(60);
    static final Duration HOLD_LIFE = Duration.ofSeconds(4);
    static final int TRANSACTIONS_IN_FLIGHT = 4;

    final PlatformPart postgres = PlatformPart.start(Kind.POSTGRES);
    final PlatformPart kafka = PlatformPart.start(Kind.KAFKA);
    final Wire database = Wire.to(postgres.port());
    final Topic topic = new Topic("127.0.0.1:" + kafka.port());
    private final DemoTokens tokens =
            new DemoTokens(PlatformPart.shared(Kind.OIDC).issuer());
    private final String serviceToken = tokens.service();
    final ServiceProcess service = ServiceProcess.start("credit-service", settings());

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("credits.database.host", "127.0.0.1");
        settings.put("credits.database.port", "" + database.port());
        settings.put("kafka.bootstrap.servers", "127.0.0.1:" + kafka.port());
        settings.put(
                "quarkus.oidc.auth-server-url", PlatformPart.shared(Kind.OIDC).issuer());
        settings.put("quarkus.log.console.json.enabled", "false");
        settings.put("credits.ledger.hold-life", HOLD_LIFE.toString());
        settings.put("credits.ledger.longest-generation", "3s");
        settings.put("credits.expiry.every", "500ms");
        settings.put("quarkus.shutdown.delay", "4s");
        // Small, so that few calls show what many would.
        settings.put("credits.ledger.commands-per-transaction", "4");
        settings.put("credits.ledger.transactions-in-flight", "" + TRANSACTIONS_IN_FLIGHT);
        settings.put("credits.ledger.commands-waiting", "40");
        settings.put("mp.messaging.incoming.completions.metadata.max.age.ms", "1000");
        return settings;
    }

    /** Another instance on the same database and in the same consumer group. */
    ServiceProcess replica() {
        return ServiceProcess.launch("credit-service", settings());
    }

    /** Somebody with 50 credits. */
    String user() {
        String user = "user-" + UUID.randomUUID();
        assertEquals(
                200,
                as(serviceToken)
                        .body(subscription())
                        .put("/internal/v1/accounts/{user}/subscription", user)
                        .statusCode());
        return user;
    }

    List<String> users(int count) {
        return Stream.generate(this::user).limit(count).toList();
    }

    Response hold(String user, String generation) {
        return as(serviceToken)
                .body(Map.of("userId", user, "modelId", Person.GPT, "subscription", subscription()))
                .put("/internal/v1/holds/{id}", generation);
    }

    Response settle(String user, String generation) {
        return as(serviceToken)
                .body(Map.of("userId", user, "modelId", Person.GPT))
                .post("/internal/v1/holds/{id}/settlement", generation);
    }

    String status(String user, String generation) {
        return as(serviceToken)
                .queryParam("userId", user)
                .get("/internal/v1/holds/{id}", generation)
                .path("status");
    }

    int used(String user) {
        Response account = as(serviceToken).get("/internal/v1/accounts/{user}", user);
        return account.statusCode() == 200 ? account.path("used") : -1;
    }

    double metric(String name) {
        return given().baseUri(service.url("").toString())
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    Response audit() {
        return as(tokens.admin()).get("/admin/v1/audit");
    }

    void assertThatTheAuditFindsNothing() {
        Response audit = audit();
        assertEquals(List.of(), audit.path("differences"), audit::asString);
    }

    private RequestSpecification as(String token) {
        return given().baseUri(service.url("").toString()).auth().oauth2(token).contentType(ContentType.JSON);
    }

    private static Map<String, ?> subscription() {
        return Map.of("planId", "pro_user", "features", List.of(), "asOf", Instant.EPOCH.toString());
    }

    /** A session at the database, not over the wire, that has locked an account until it is closed. */
    Connection lock(String user) throws SQLException {
        Connection connection = connect();
        connection.setAutoCommit(false);
        try (PreparedStatement lock = connection.prepareStatement("select from account where user_id = ? for update")) {
            lock.setString(1, user);
            lock.execute();
        }
        return connection;
    }

    /** A session until whose end PostgreSQL takes connections and lets nobody in. */
    Connection lockLogins() throws SQLException {
        Connection connection = connect("postgres");
        connection.setAutoCommit(false);
        connection.createStatement().execute("lock table pg_authid in access exclusive mode");
        return connection;
    }

    /** Waits until a transaction of the service waits for a lock. */
    void awaitBlocked() {
        awaitBlocked(1);
    }

    void awaitBlocked(int transactions) {
        Wait.until(
                transactions + " transactions wait for a lock",
                SOON,
                () -> number("select count(*) from pg_locks where not granted") >= transactions);
    }

    long number(String sql) {
        try (Connection connection = connect();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    int update(String sql) {
        try (Connection connection = connect()) {
            return connection.createStatement().executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Keeps a copy of the database, which nobody may use meanwhile. */
    void backUp() throws SQLException {
        administer("create database backup template credits owner credits");
    }

    /** The database is as it was when it was copied; nobody may use it meanwhile. */
    void restore() throws SQLException {
        administer("drop database credits");
        administer("alter database backup rename to credits");
    }

    private void administer(String sql) throws SQLException {
        try (Connection connection = connect("postgres")) {
            connection.createStatement().execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return connect("credits");
    }

    /** A user, and the password and database of the same name. */
    private Connection connect(String user) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + user, user, user);
    }

    /** Waits until so many instances share the partitions among them. */
    void awaitMembers(int count) {
        Wait.until(count + " instances in the group", SOON, () -> {
            try (Admin admin = admin()) {
                var groups = admin.describeConsumerGroups(List.of("credit-service"));
                var group = Objects.requireNonNull(groups.describedGroups().get("credit-service"))
                        .get();
                return group.groupState() == GroupState.STABLE
                        && group.members().size() == count;
            } catch (ExecutionException | InterruptedException e) {
                return false;
            }
        });
    }

    /** As {@code kafka-consumer-groups.sh --reset-offsets --to-earliest}, which waits for the last instance to have left, too. */
    void resetToEarliest() {
        Map<TopicPartition, OffsetAndMetadata> earliest = IntStream.range(0, 4)
                .boxed()
                .collect(toMap(p -> new TopicPartition(TOPIC, p), p -> new OffsetAndMetadata(0)));
        administered(
                "the group can be reset",
                admin -> admin.alterConsumerGroupOffsets("credit-service", earliest)
                        .all());
    }

    /** Once Kafka does it: what has been asked for just before isn't always through. */
    void administered(String what, Function<Admin, KafkaFuture<Void>> call) {
        try (Admin admin = admin()) {
            Wait.until(what, SOON, () -> {
                try {
                    call.apply(admin).get();
                    return true;
                } catch (ExecutionException e) {
                    return false;
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + kafka.port()));
    }

    @Override
    public void close() {
        service.kill();
        database.close();
        kafka.kill();
        postgres.kill();
    }
}
