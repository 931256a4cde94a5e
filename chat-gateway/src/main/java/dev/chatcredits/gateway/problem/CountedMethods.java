package dev.chatcredits.gateway.problem;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Keeps callers who make up methods of HTTP from making up series of the metrics: each would be kept for ever. */
class CountedMethods {

    @Produces
    @Singleton
    MeterFilter onlyThoseThatExist() {
        return MeterFilter.replaceTagValues(
                "method", other -> "OTHER", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");
    }
}
