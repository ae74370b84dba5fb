/** Settings: their names, what their texts can be, how they are read, and which names are misspelt. */
@NullMarked
package dev.flipswitch.settings;

import org.jspecify.annotations.NullMarked;
