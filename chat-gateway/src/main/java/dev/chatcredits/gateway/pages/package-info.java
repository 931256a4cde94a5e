/** The web pages: how people log in and out, and what protects the pages in the browser. */
@NullMarked
package dev.chatcredits.gateway.pages;

import org.jspecify.annotations.NullMarked;
