package dev.chatcredits.e2e;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Scenarios on one platform, which is started for them from nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
abstract class OnPlatform {

    private final Platform platform;
    private final Stage stage;
    private @Nullable Web web;

    OnPlatform(Platform platform) {
        this.platform = platform;
        this.stage = new Stage(platform);
    }

    public Stage stage() {
        return stage;
    }

    /** A browser for its pages, for those who want one. */
    public Web web() {
        if (web == null) {
            web = new Web(platform.gateway());
        }
        return web;
    }

    @BeforeAll
    @Timeout(900)
    void start() {
        Runtime.getRuntime().addShutdownHook(new Thread(platform::down));
        platform.startFresh();
    }

    @AfterAll
    void stop() {
        try {
            if (web != null) {
                web.close();
            }
        } finally {
            platform.down();
        }
    }
}
