/** Makes the end of a generation count: the event for Kafka, and the ways around it when Kafka does not answer. */
@NullMarked
package dev.chatcredits.gateway.completion;

import org.jspecify.annotations.NullMarked;
