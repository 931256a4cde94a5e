package dev.chatcredits.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatcredits.testing.PlatformPart.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class PlatformPartTest {

    @Test
    void postgresKeepsWhatItCommittedWhenItIsKilled() throws Exception {
        var postgres = PlatformPart.start(Kind.POSTGRES);
        try (var connection = connect(postgres)) {
            assertEquals("on", query(connection, "show fsync"));
            assertEquals("on", query(connection, "show synchronous_commit"));
            connection.createStatement().execute("create table kept (word text)");
            connection.createStatement().execute("insert into kept values ('committed')");
        }
        postgres.kill();
        assertThrows(SQLException.class, () -> connect(postgres).close());
        postgres.start();
        try (var connection = connect(postgres)) {
            assertEquals("committed", query(connection, "select word from kept"));
        }
        postgres.stop();
    }

    @Test
    void postgresStandsStillWhilePaused() throws Exception {
        var postgres = PlatformPart.shared(Kind.POSTGRES);
        try (var connection = connect(postgres)) {
            postgres.pause();
            connection.setNetworkTimeout(Runnable::run, 500);
            assertThrows(SQLException.class, () -> query(connection, "select 1"));
        } finally {
            postgres.resume();
        }
        try (var connection = connect(postgres)) {
            assertEquals("1", query(connection, "select 1"));
        }
    }

    @Test
    void kafkaHasTheTopicsAndKeepsWhatItAcknowledgedWhenItIsKilled() throws Exception {
        var kafka = PlatformPart.start(Kind.KAFKA);
        var servers = Map.<String, Object>of("bootstrap.servers", "127.0.0.1:" + kafka.port(), "acks", "all");
        try (var admin = Admin.create(servers)) {
            assertEquals(
                    Set.of("generation-completed", "generation-completed-dlq", "credit-balance-changed"),
                    admin.listTopics().names().get());
        }
        try (var producer = new KafkaProducer<>(servers, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("generation-completed", 0, "alice", "acknowledged"))
                    .get();
        }
        kafka.kill();
        kafka.start();
        assertEquals("acknowledged", firstValue(servers));
        kafka.stop();
    }

    @Test
    void oidcTokensStayValidWhenItIsKilled() throws Exception {
        var oidc = PlatformPart.start(Kind.OIDC);
        var token = new DemoTokens(oidc.issuer()).person("alice");
        oidc.kill();
        oidc.start();
        var request = HttpRequest.newBuilder(URI.create(oidc.issuer() + "/userinfo"))
                .header("Authorization", "Bearer " + token)
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("u:pro_user"), answer.body());
        }
        oidc.stop();
    }

    @Test
    void everyTokenIsForOneAudience() {
        var tokens = new DemoTokens(PlatformPart.shared(Kind.OIDC).issuer());
        assertTrue(claims(tokens.person("bob")).contains("\"aud\":\"chat-gateway\""));
        assertTrue(claims(tokens.service()).contains("\"aud\":\"credit-service\""));
        assertTrue(claims(tokens.service()).contains("\"groups\":[\"credits-service\",\"credits-billing\"]"));
        assertTrue(claims(tokens.admin()).contains("\"groups\":[\"credits-admin\"]"));
        assertThrows(IllegalStateException.class, () -> tokens.person("mallory"));
    }

    @Test
    void aSharedPartIsTheSameForAll() {
        assertEquals(
                PlatformPart.shared(Kind.OIDC).pid(),
                PlatformPart.shared(Kind.OIDC).pid());
    }

    @Test
    void aPartDiesWithTheJvmThatStartedItEvenWhenThatIsKilled() throws Exception {
        var output = Path.of("target", "dies-with-the-jvm.txt");
        Files.deleteIfExists(output);
        var jvm = ChildProcess.start(
                JavaCommand.of(
                        List.of("-cp", System.getProperty("java.class.path")), StartsPostgresAndWaits.class.getName()),
                output);
        var started = Pattern.compile("folder (.+) pid (\\d+)\\.");
        jvm.await(
                "postgres is started",
                Duration.ofSeconds(90),
                () -> started.matcher(jvm.log()).find());
        var postgres = started.matcher(jvm.log()).results().findFirst().orElseThrow();
        var part = ProcessHandle.of(Long.parseLong(postgres.group(2))).orElseThrow();
        var server = part.descendants().toList();
        assertFalse(server.isEmpty());

        ProcessHandle.of(jvm.pid()).orElseThrow().destroyForcibly();

        part.onExit().get(30, TimeUnit.SECONDS);
        for (var process : server) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }
        // It could not tidy up behind itself.
        Checkout.delete(Path.of(postgres.group(1)));
    }

    private static Connection connect(PlatformPart postgres) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/credits", "credits", "credits");
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    private static String firstValue(Map<String, Object> servers) {
        try (var consumer = new KafkaConsumer<>(servers, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition("generation-completed", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return consumer.poll(Duration.ofSeconds(20)).records(partition).stream()
                    .findFirst()
                    .map(ConsumerRecord::value)
                    .orElse("nothing");
        }
    }

    private static String claims(String token) {
        return new String(
                Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'))),
                StandardCharsets.UTF_8);
    }
}
