/**
 * The smallest real panel, to be copied: {@code docs/extending/panel.md} walks through it. Not part
 * of the distribution; drop its jar in to see it come.
 */
@NullMarked
package dev.pharos.dashboard.panel.example;

import org.jspecify.annotations.NullMarked;
