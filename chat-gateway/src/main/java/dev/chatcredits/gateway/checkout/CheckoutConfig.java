package dev.chatcredits.gateway.checkout;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where plans are sold. */
@ConfigMapping(prefix = "gateway.checkout")
interface CheckoutConfig {

    /** The operator's checkout, with {@code {planId}} and {@code {userId}} where they belong; without it nothing is sold here. */
    Optional<String> url();

    /** Plans change at once and for nothing: for the local platform, and refused anywhere else. */
    @WithDefault("false")
    boolean local();
}
