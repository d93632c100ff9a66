/** The list of dashboards, a dashboard on the screen, and those that have a place of their own. */
@NullMarked
package dev.pharos.ui.app.dashboards;

import org.jspecify.annotations.NullMarked;
