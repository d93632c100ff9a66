/**
 * The bundles of the running framework, and the folder they are dropped into.
 *
 * <p>Nothing here is exported. Others see {@code extension.api} only.
 */
@NullMarked
package dev.pharos.extension.framework;

import org.jspecify.annotations.NullMarked;
