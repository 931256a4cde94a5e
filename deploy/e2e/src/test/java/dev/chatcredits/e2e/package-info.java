/**
 * The whole local platform from outside: started and stopped by the scripts that people use, asked over HTTP and Kafka as browsers,
 * SDKs, admins and other producers of events do.
 */
@NullMarked
package dev.chatcredits.e2e;

import org.jspecify.annotations.NullMarked;
