package dev.chatcredits.credit.completion;

import io.smallrye.config.ConfigMapping;

/** Where the events of completed generations come from. */
@ConfigMapping(prefix = "credits.completion")
interface CompletionConfig {

    /** Its dead letters go to the topic of this name with {@code -dlq}. */
    String topic();
}
