package dev.chatcredits.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A real Kafka broker, single node, with the topics of the two services. What it acknowledged survives {@code kill -9}. */
public final class KafkaBroker {

    private KafkaBroker() {}

    /** Arguments: data folder, port. */
    public static void main(String[] args) {
        LocalPart.run("kafka", args, KafkaBroker::start);
    }

    private static void start(Path folder, int port) throws Exception {
        LocalPart.requireFree(port);
        var data = folder.resolve("log");
        format(data);
        var broker = new KafkaRaftServer(new KafkaConfig(settings(data, port, freePort())), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::shutdown));
        broker.startup();
        KafkaTopics.create("127.0.0.1:" + port);
    }

    private static void format(Path data) throws Exception {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(data);
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setDirectories(List.of(data.toString()))
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setIgnoreFormatted(true)
                .setUnstableFeatureVersionsEnabled(false)
                .setPrintStream(System.err)
                .run();
    }

    private static Properties settings(Path data, int port, int controllerPort) {
        var settings = new Properties();
        settings.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "controller.listener.names",
                "CONTROLLER",
                "controller.quorum.voters",
                "1@127.0.0.1:" + controllerPort,
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + port,
                "log.dirs",
                data.toString(),
                // A mistyped topic is an error, not a topic.
                "auto.create.topics.enable",
                "false"));
        // One node can't have copies of its internal topics on others.
        for (var topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".min.isr", "1");
            settings.put(topic + ".num.partitions", "4");
        }
        // A consumer starts without waiting for others, and a killed one's or the killed broker's session ends in
        // seconds.
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        return settings;
    }

    /** The controller is this process too; nobody else has to know its port. */
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
