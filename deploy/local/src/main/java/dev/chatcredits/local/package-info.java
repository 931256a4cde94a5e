/**
 * The parts of the local platform, one {@code main} each: {@link dev.chatcredits.local.PostgresProcess}, {@link
 * dev.chatcredits.local.KafkaBroker} and {@link dev.chatcredits.local.OidcProvider}. They are for development and tests
 * on one machine: every part listens on 127.0.0.1 only.
 *
 * <p>All behave alike: the arguments are a data folder and a port; {@code READY <part> <port>} on stdout says that the part
 * can be used; a part that can't start says why in one line on stderr and exits with 1; SIGTERM stops it cleanly; {@code
 * kill -9} loses no acknowledged data.
 */
@NullMarked
package dev.chatcredits.local;

import org.jspecify.annotations.NullMarked;
