/** What goes wrong, as callers are told: one list of codes, as {@code application/problem+json} and in OpenAI's form. */
@NullMarked
package dev.chatcredits.gateway.problem;

import org.jspecify.annotations.NullMarked;
