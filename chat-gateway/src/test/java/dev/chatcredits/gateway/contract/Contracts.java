package dev.chatcredits.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The schemas of {@code deploy/contracts}, for tests to hold what is sent and received against. */
public final class Contracts {

    private static final Path FOLDER = Path.of("..", "deploy", "contracts");
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private Contracts() {}

    /**
     * A schema to validate with; no message means valid.
     *
     * @param name {@code generation-completed} or {@code credit-balance-changed}
     */
    public static JsonSchema schema(String name) {
        return FACTORY.getSchema(document(name), CONFIG);
    }

    static JsonSchema metaSchema() {
        return FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012), CONFIG);
    }

    static JsonNode document(String name) {
        try {
            return new ObjectMapper()
                    .readTree(FOLDER.resolve(name + ".schema.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
