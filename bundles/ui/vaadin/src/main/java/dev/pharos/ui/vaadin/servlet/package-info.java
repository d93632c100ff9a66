/**
 * Vaadin under the Servlet Whiteboard: what its own start-up and class scanning would do in a
 * servlet container, and what keeps it from holding on to bundles that have gone.
 *
 * <p>Start reading at {@link dev.pharos.ui.vaadin.servlet.VaadinStarter}.
 */
@NullMarked
package dev.pharos.ui.vaadin.servlet;

import org.jspecify.annotations.NullMarked;
