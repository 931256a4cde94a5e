/** What becomes of generation-completed events, and of holds whose life ended. */
@NullMarked
package dev.chatcredits.credit.completion;

import org.jspecify.annotations.NullMarked;
