/** Lets administrators, and nobody else, into the Felix web console at {@code /system/console}. */
@NullMarked
package dev.pharos.web.console;

import org.jspecify.annotations.NullMarked;
