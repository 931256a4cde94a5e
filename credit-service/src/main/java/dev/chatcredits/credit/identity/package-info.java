/** Which of an issuer's tokens open the routes. What each role may do is said at the routes. */
@NullMarked
package dev.chatcredits.credit.identity;

import org.jspecify.annotations.NullMarked;
