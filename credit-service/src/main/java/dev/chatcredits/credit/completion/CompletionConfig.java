package dev.chatcredits.credit.completion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where the events of completed generations come from. */
@ConfigMapping(prefix = "credits.completion")
interface CompletionConfig {

    /** Its dead letters go to the topic of this name with {@code -dlq}. */
    String topic();

    /** Longer than a broker that takes another one's place needs; a topic that is gone or has too few copies looks the same for ever. */
    @WithDefault("30s")
    Duration deadLetterPatience();
}
