package dev.chatcredits.gateway.body;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The bounds of a request's body. */
@ConfigMapping(prefix = "gateway.body")
public interface BodyConfig {

    /** A long conversation, or an image or two; as much as the specification allows. */
    @WithDefault("1M")
    MemorySize limit();

    /** A JSON schema of a tool is nested two levels for each of its own; no sane one comes near this. */
    @WithDefault("100")
    int nesting();

    /**
     * Names, values and brackets: a body of nothing else would take thirty times its bytes in memory, one of so many some 3 MB. A thousand
     * messages with calls of tools have fewer, and so has a schema of five thousand properties.
     */
    @WithDefault("50000")
    int parts();

    /** 1 MiB over a bad mobile connection. */
    @WithDefault("30s")
    Duration timeout();

    /** Bodies of one person that arrive at the same time; as many as generations (gateway.limits.per-user). */
    @WithDefault("50")
    int perUser();

    /** Of all bodies that arrive at the same time, together: more than one person can send, and some thousands of usual ones. */
    @WithDefault("64M")
    MemorySize arriving();
}
