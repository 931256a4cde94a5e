package dev.chatcredits.gateway.process;

import static io.restassured.RestAssured.given;

import dev.chatcredits.gateway.testing.Packaged;
import dev.chatcredits.gateway.testing.Records;
import dev.chatcredits.testing.PlatformPart;
import dev.chatcredits.testing.PlatformPart.Kind;
import dev.chatcredits.testing.ServiceProcess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that two services leave behind: what they logged, show to operators, sent and stored, by where it is. */
final class Places {

    private static final String TABLES = """
            select format('%I.%I', table_schema, table_name) from information_schema.tables
            where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'
            """;

    private Places() {}

    static Map<String, String> of(Packaged parts, ServiceProcess gateway) throws SQLException {
        var places = new LinkedHashMap<String, String>();
        for (var service : List.of(gateway, parts.creditService())) {
            var name = service == gateway ? "gateway" : "credit-service";
            places.put(name + " log", service.log());
            for (var path : List.of("/q/metrics", "/q/openapi", "/q/health")) {
                places.put(name + path, given().get(service.url(path)).asString());
            }
        }
        places.put("Kafka", String.join("\n", Records.ofAll(parts.kafka().port())));
        places.put("PostgreSQL", tables());
        return places;
    }

    private static String tables() throws SQLException {
        var port = PlatformPart.shared(Kind.POSTGRES).port();
        var rows = new ArrayList<String>();
        try (var database =
                DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/credits", "credits", "credits")) {
            for (var table : column(database, TABLES)) {
                rows.add(table);
                rows.addAll(column(database, "select t::text from " + table + " t"));
            }
        }
        return String.join("\n", rows);
    }

    private static List<String> column(Connection database, String query) throws SQLException {
        var texts = new ArrayList<String>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
