package dev.chatcredits.credit.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A schema of {@code deploy/contracts}. */
public final class Contract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode schema;

    private Contract(JsonNode schema) {
        this.schema = schema;
    }

    public static Contract of(String topic) {
        try {
            return new Contract(
                    JSON.readTree(Files.readString(Path.of("../deploy/contracts/" + topic + ".schema.json"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<JsonNode> examples() {
        List<JsonNode> examples = new ArrayList<>();
        schema.path("examples").forEach(examples::add);
        return examples;
    }

    /** What a value has that the schema doesn't allow; empty when nothing. */
    public Set<ValidationMessage> complaints(JsonNode value) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(value, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
    }
}
