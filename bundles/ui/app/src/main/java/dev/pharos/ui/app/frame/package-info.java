/**
 * What stands around every page: navigation, top bar, login, and the border that faults stop at.
 */
@NullMarked
package dev.pharos.ui.app.frame;

import org.jspecify.annotations.NullMarked;
