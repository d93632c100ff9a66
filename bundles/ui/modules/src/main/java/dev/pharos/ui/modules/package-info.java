/**
 * Serves the ES modules and the style sheet that the console and all panels share in the browser.
 * Their sources stand in {@code src/main/web}.
 */
@NullMarked
package dev.pharos.ui.modules;

import org.jspecify.annotations.NullMarked;
