/**
 * The pages with which administrators change the platform.
 *
 * <p>Nothing here is exported; the pages are offered as services of {@code ui.api}.
 */
@NullMarked
package dev.pharos.ui.admin;

import org.jspecify.annotations.NullMarked;
