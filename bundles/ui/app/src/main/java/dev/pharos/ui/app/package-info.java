/**
 * The console as an application: what ties the frame and the pages to the services of the platform.
 *
 * <p>Start reading at {@link dev.pharos.ui.app.Console}, then at {@link
 * dev.pharos.ui.app.frame.Frame}, which holds every page.
 */
@NullMarked
package dev.pharos.ui.app;

import org.jspecify.annotations.NullMarked;
