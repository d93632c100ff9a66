/** The panel that draws series over time. Its browser part is in {@code resources/panel}. */
@NullMarked
package dev.pharos.dashboard.panel.timeseries;

import org.jspecify.annotations.NullMarked;
