package dev.chatcredits.gateway.chat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** What of OpenAI's API is not passed on. */
@ConfigMapping(prefix = "gateway.openai")
interface OpenAiConfig {

    /** Fields by which a caller could change what a generation costs the operator, or where it goes (OpenRouter's and OpenAI's). */
    @WithDefault("models,route,provider,preset,plugins,transforms,service_tier")
    Set<String> refusedFields();
}
