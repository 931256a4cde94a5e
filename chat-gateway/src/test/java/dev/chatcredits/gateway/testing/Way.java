package dev.chatcredits.gateway.testing;

import io.restassured.response.Response;

/** The three ways to an answer. */
public enum Way {
    CHAT("/api/chat", ""),
    STREAMED("/v1/chat/completions", ",\"stream\":true"),
    WHOLE("/v1/chat/completions", "");

    private final String path;
    private final String more;

    Way(String path, String more) {
        this.path = path;
        this.more = more;
    }

    public String path() {
        return path;
    }

    /** A request for a model that costs 2. */
    public String body(String prompt) {
        return "{\"model\":\"openai/gpt-5.1\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]" + more
                + "}";
    }

    public Response ask(Chat chat, String prompt) {
        return chat.request().body(body(prompt)).post(path);
    }
}
