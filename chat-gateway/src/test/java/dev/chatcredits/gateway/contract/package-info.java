/** What the services promise each other over Kafka, read from where it is written down. */
@NullMarked
package dev.chatcredits.gateway.contract;

import org.jspecify.annotations.NullMarked;
