package dev.chatcredits.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatcredits.e2e.Wait;
import dev.chatcredits.testing.FreePort;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is quiet while somebody will ask again. */
class LoadTest {

    @Test
    void whoPausesBeforeTheyAskAgainIsUnderWay() throws NoSuchAlgorithmException {
        Issuer issuer = new Issuer(
                "issuer",
                "key",
                KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate());
        Client client = new Client(URI.create("http://127.0.0.1:" + FreePort.find() + "/"), Client.PATIENCE);
        Load load = new Load(client, new People("u", issuer), ask -> {}, complete -> {}, Duration.ofMillis(100));
        load.carryOut(new Script(List.of(Case.keyed("k"))));
        Wait.until("nobody is under way", Duration.ofSeconds(20), () -> load.underWay() == 0);
        assertEquals(1 + Load.REPEATS, load.seen().size());
    }
}
