/** What web applications of tests are made of. A container loads these classes anew. */
@NullMarked
package dev.flipswitch.it.war;

import org.jspecify.annotations.NullMarked;
