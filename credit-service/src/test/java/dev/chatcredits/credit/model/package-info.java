/** Random stories of several accounts, told to the rules alone and to the service on PostgreSQL: both must come to the same. */
@NullMarked
package dev.chatcredits.credit.model;

import org.jspecify.annotations.NullMarked;
