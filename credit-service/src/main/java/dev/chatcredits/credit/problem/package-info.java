/** Errors as callers see them: RFC 9457 problems with a code. */
@NullMarked
package dev.chatcredits.credit.problem;

import org.jspecify.annotations.NullMarked;
