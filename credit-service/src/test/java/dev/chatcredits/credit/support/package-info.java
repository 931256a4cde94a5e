/** What the tests of the service share: the real parts, tokens, the routes as callers use them, events, the database. */
@NullMarked
package dev.chatcredits.credit.support;

import org.jspecify.annotations.NullMarked;
