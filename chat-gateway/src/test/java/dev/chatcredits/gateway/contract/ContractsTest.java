package dev.chatcredits.gateway.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ValidationMessage;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"generation-completed", "credit-balance-changed"})
    void theExamplesAreWhatTheSchemaAsksFor(String name) {
        var examples = Contracts.document(name).get("examples");
        assertTrue(examples.size() >= 2);
        for (var example : examples) {
            assertEquals(Set.of(), Contracts.schema(name).validate(example));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"generation-completed", "credit-balance-changed"})
    void theSchemaIsOne(String name) {
        assertEquals(Set.of(), Contracts.metaSchema().validate(Contracts.document(name)));
    }

    /** The first example of each, spoilt in one place. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "generation-completed | /specversion | \"2.0\"",
                "generation-completed | /type | \"generation.completed.v2\"",
                "generation-completed | /id | \"\"",
                "generation-completed | /id | \"a b\"",
                "generation-completed | /time | \"yesterday\"",
                "generation-completed | /data | []",
                "generation-completed | /data/generationId | 7",
                "generation-completed | /data/userId | \"..\"",
                "generation-completed | /data/userId | \"a\\u0000\"",
                "generation-completed | /data/userId | \"\"",
                "generation-completed | /data/modelId | \" \"",
                "generation-completed | /data/outcome | \"MAYBE\"",
                "generation-completed | /data/completedAt | \"2026-11-22\"",
                "generation-completed | /data/usage/promptTokens | -1",
                "generation-completed | /data/usage/source | \"GUESS\"",
                "credit-balance-changed | /remaining | -1",
                "credit-balance-changed | /used | 1.5",
                "credit-balance-changed | /held | \"1\"",
                "credit-balance-changed | /hasSubscription | false",
                "credit-balance-changed | /planId | null",
                "credit-balance-changed | /periodEnd | \"2026-12-01T00:00:00\"",
            })
    void whatIsWrongIsFound(String name, String pointer, String value) throws Exception {
        var example = Contracts.document(name).get("examples").get(0).deepCopy();
        var slash = pointer.lastIndexOf('/');
        ((ObjectNode) example.at(pointer.substring(0, slash))).set(pointer.substring(slash + 1), JSON.readTree(value));
        assertFalse(validate(name, example).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "generation-completed, id",
        "generation-completed, source",
        "generation-completed, data",
        "credit-balance-changed, version",
        "credit-balance-changed, planId"
    })
    void whatIsMissingIsFound(String name, String member) {
        var example = Contracts.document(name).get("examples").get(0).<ObjectNode>deepCopy();
        example.remove(member);
        assertFalse(validate(name, example).isEmpty());
    }

    private static Set<ValidationMessage> validate(String name, JsonNode value) {
        return Contracts.schema(name).validate(value);
    }
}
