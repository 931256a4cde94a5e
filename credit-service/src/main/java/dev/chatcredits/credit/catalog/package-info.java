/** Plans, features and models, from configuration. */
@NullMarked
package dev.chatcredits.credit.catalog;

import org.jspecify.annotations.NullMarked;
