package dev.chatcredits.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RequestHashTest {

    private final RequestHash hash = new RequestHash(Optional.empty(), Optional.of("secret of the client"));

    @Test
    void theOrderOfKeysIsNotARequest() throws Exception {
        assertEquals(
                hash.of(object("{\"a\":{\"x\":1,\"y\":[1,2]},\"b\":true}")),
                hash.of(object("{ \"b\" : true, \"a\":{\"y\":[1,2],\"x\":1} }")));
    }

    @Test
    void whatIsSaidIs() throws Exception {
        var one = hash.of(object("{\"a\":[1,2]}"));
        for (var other :
                new String[] {"{\"a\":[2,1]}", "{\"a\":[1,2,3]}", "{\"b\":[1,2]}", "{\"a\":\"[1,2]\"}", "{\"a\":{}}"}) {
            assertNotEquals(one, hash.of(object(other)), other);
        }
    }

    @Test
    void gatewaysOfOneClientAgreeAndOthersDont() throws Exception {
        var request = object("{\"a\":1}");
        var sameClient = new RequestHash(Optional.empty(), Optional.of("secret of the client"));
        assertEquals(hash.of(request), sameClient.of(request));
        var configured = new RequestHash(Optional.of("another"), Optional.of("secret of the client"));
        assertNotEquals(hash.of(request), configured.of(request));
    }

    @Test
    void withoutASecretThereIsNoStart() {
        assertThrows(IllegalArgumentException.class, () -> new RequestHash(Optional.empty(), Optional.of(" ")));
        assertThrows(IllegalArgumentException.class, () -> new RequestHash(Optional.empty(), Optional.empty()));
    }

    @Property(tries = 1000)
    void anyOrderGivesTheSame(@ForAll @Size(max = 8) Map<@AlphaChars @StringLength(max = 4) String, Integer> members) {
        var names = new ArrayList<>(members.keySet());
        var request = JsonNodeFactory.instance.objectNode();
        names.forEach(name -> request.put(name, members.get(name)));
        Collections.reverse(names);
        var reversed = JsonNodeFactory.instance.objectNode();
        names.forEach(name -> reversed.put(name, members.get(name)));
        assertEquals(hash.of(request), hash.of(reversed));
    }

    private static ObjectNode object(String json) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(json);
    }
}
