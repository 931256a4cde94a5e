package dev.chatcredits.gateway.provider;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Optional;

/** Which model goes to which provider. When there is none, {@link DefaultRoutes} apply as a whole. */
@ConfigMapping(prefix = "gateway.routes")
public interface RouteSettings {

    @WithParentName
    List<Entry> entries();

    interface Entry extends Destination {

        /** The public id, or a prefix and {@code *} for all ids that begin so. */
        String model();

        /** Tried in this order when the destination before failed before its first token. */
        List<Destination> fallbacks();
    }

    interface Destination {

        String provider();

        /** The public id when left out. In a wildcard route {@code *} stands for what the wildcard matched. */
        Optional<String> upstreamModel();
    }
}
