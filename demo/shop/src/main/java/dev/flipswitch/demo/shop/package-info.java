/**
 * A small shop that looks different with each flag, and shows a change on its open pages at once. Written as a user of
 * flipswitch would write it.
 *
 * @see <a href="https://jakarta.ee/specifications/webprofile/10/">Jakarta EE 10 Web Profile</a>
 */
@NullMarked
package dev.flipswitch.demo.shop;

import org.jspecify.annotations.NullMarked;
