package dev.chatcredits.gateway.completion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the end of a generation is made known. */
@ConfigMapping(prefix = "gateway.completion")
public interface CompletionConfig {

    /** As the scripts create it and the credit service reads it. */
    @WithDefault("generation-completed")
    String topic();

    /** Kafka acknowledges within milliseconds; a person looks at a finished answer for this long before REST is tried. */
    @WithDefault("1s")
    Duration publishBudget();

    /** The pauses between further tries when neither answered, growing up to this. */
    @WithDefault("20s")
    Duration longestPause();
}
