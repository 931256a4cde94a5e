package dev.chatcredits.e2e.chaos;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request to chat, as the script has it.
 *
 * @param at when, from the beginning of the load
 * @param who number of the person
 * @param plan what the person's token says
 * @param key of idempotency; null for none
 * @param copies how often it is sent at the same time
 * @param staysFor how much of the answer the client waits for before it hangs up; null for all
 */
record Ask(
        Duration at,
        int who,
        String plan,
        Model model,
        Prompt prompt,
        Form form,
        @Nullable String key,
        int copies,
        @Nullable Duration staysFor) {

    enum Model {
        GROK("x-ai/grok-4.1-fast", 1),
        GPT("openai/gpt-5.1", 2),
        GEMINI("google/gemini-3-pro-preview", 3),
        OPUS("anthropic/claude-opus-4.5", 5);

        final String id;
        final int price;

        Model(String id, int price) {
            this.id = id;
            this.price = price;
        }
    }

    /** What the demo provider makes of it. */
    enum Prompt {
        PLAIN(""),
        FAILS("[fail]"),
        FAILS_MIDWAY("[fail mid-stream]"),
        EMPTY("[empty]"),
        SLOW("[slow]");

        private final String demoSwitch;

        Prompt(String demoSwitch) {
            this.demoSwitch = demoSwitch;
        }
    }

    enum Form {
        /** {@code /api/chat}. */
        CHAT("/api/chat", ""),
        /** {@code /v1} with {@code stream}. */
        STREAM("/v1/chat/completions", ", \"stream\": true"),
        /** {@code /v1} without. */
        WHOLE("/v1/chat/completions", "");

        final String path;
        private final String more;

        Form(String path, String more) {
            this.path = path;
            this.more = more;
        }
    }

    String body() {
        return """
                {"model": "%s", "messages": [{"role": "user", "content": "Why? %s"}]%s}
                """.formatted(model.id, prompt.demoSwitch, form.more);
    }
}
