/** Small parts that pages are put together from. */
@NullMarked
package dev.pharos.ui.app.part;

import org.jspecify.annotations.NullMarked;
