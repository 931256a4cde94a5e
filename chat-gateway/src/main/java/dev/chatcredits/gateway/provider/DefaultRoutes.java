package dev.chatcredits.gateway.provider;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** What is served when the operator configures no route: a list of models, all by one provider, under their own names. */
@ConfigMapping(prefix = "gateway.default-routes")
public interface DefaultRoutes {

    /** The demo needs no key, so that a first try always answers. */
    @WithDefault("demo")
    String provider();

    /** The models that the credit service's shipped catalog has prices for. */
    @WithDefault("x-ai/grok-4.1-fast,openai/gpt-5.1,google/gemini-3-pro-preview,anthropic/claude-opus-4.5")
    List<String> models();
}
