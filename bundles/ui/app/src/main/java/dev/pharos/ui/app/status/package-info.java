/** Pages on the platform itself: what runs, how it was started, its configuration, its store. */
@NullMarked
package dev.pharos.ui.app.status;

import org.jspecify.annotations.NullMarked;
