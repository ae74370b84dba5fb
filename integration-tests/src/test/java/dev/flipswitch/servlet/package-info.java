/** What tests put into web applications beside the module's own classes. */
@NullMarked
package dev.flipswitch.servlet;

import org.jspecify.annotations.NullMarked;
