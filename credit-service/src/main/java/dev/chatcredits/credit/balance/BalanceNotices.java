package dev.chatcredits.credit.balance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chatcredits.credit.catalog.Catalog;
import dev.chatcredits.credit.ledger.Balance;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Tells the gateways after a commit that a balance changed. A notice can be lost (Kafka down, too many at once): it says nothing
 * that can't be read anew, and the gateways do so at every heartbeat. Therefore nobody waits for it.
 */
@ApplicationScoped
public class BalanceNotices {

    private final MutinyEmitter<Record<String, String>> emitter;
    private final Catalog catalog;
    private final ObjectMapper json;

    BalanceNotices(
            @Channel("balances") @OnOverflow(OnOverflow.Strategy.DROP) MutinyEmitter<Record<String, String>> emitter,
            Catalog catalog,
            ObjectMapper json) {
        this.emitter = emitter;
        this.catalog = catalog;
        this.json = json;
    }

    /** Sends the balance on its way. */
    public void changed(Balance balance) {
        emitter.sendAndForget(Record.of(balance.user().value(), body(balance)));
    }

    private String body(Balance balance) {
        try {
            return json.writeValueAsString(BalanceBody.of(balance, catalog));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
