/**
 * Real parts for tests, each as a process of its own that dies with the test's JVM: PostgreSQL, Kafka and an OIDC provider
 * ({@link dev.chatcredits.testing.PlatformPart}), and our own services as they are shipped ({@link
 * dev.chatcredits.testing.ServiceProcess}).
 *
 * <p>In a {@code @QuarkusTest}: {@code @WithTestResource(PostgresResource.class)} and {@code KafkaResource}, {@code
 * OidcResource}. Elsewhere: {@code PlatformPart.shared(POSTGRES)} for a part that all tests of the JVM share, {@code
 * PlatformPart.start(POSTGRES)} for one of one's own, to be killed at will.
 */
@NullMarked
package dev.chatcredits.testing;

import org.jspecify.annotations.NullMarked;
