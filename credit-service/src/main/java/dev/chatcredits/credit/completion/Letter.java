package dev.chatcredits.credit.completion;

import dev.chatcredits.credit.ledger.Command;
import dev.chatcredits.credit.ledger.GenerationId;
import dev.chatcredits.credit.ledger.UserId;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of the topic, read. */
sealed interface Letter {

    ConsumerRecord<byte[], byte[]> record();

    /** It makes sense: this is to be done. */
    record Good(ConsumerRecord<byte[], byte[]> record, Command.OfGeneration command) implements Letter {}

    /** Which generation of which user a record is about. */
    record Ids(UserId user, GenerationId generation) {}

    /**
     * It doesn't, and goes to the dead letters.
     *
     * @param reason for the operator; never with text of the record
     * @param ids whose hold is kept until somebody looked into it; empty when they can't be read
     */
    record Dead(ConsumerRecord<byte[], byte[]> record, String reason, Optional<Ids> ids) implements Letter {}
}
