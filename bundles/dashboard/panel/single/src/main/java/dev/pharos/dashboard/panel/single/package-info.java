/**
 * The panels that show single values: stat, gauge, bar gauge. Their browser parts are in {@code
 * resources/panel}.
 */
@NullMarked
package dev.pharos.dashboard.panel.single;

import org.jspecify.annotations.NullMarked;
