/** What only admins can do. */
@NullMarked
package dev.chatcredits.credit.admin;

import org.jspecify.annotations.NullMarked;
