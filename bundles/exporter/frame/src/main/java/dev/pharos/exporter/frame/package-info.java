/**
 * Runs exporters: collects from all services of a name, times each collector, and hands the result
 * to scrapes inside this process and over HTTP.
 *
 * <p>Nothing here is exported; exporters see {@code exporter.api} only. Start reading at {@link
 * dev.pharos.exporter.frame.Exporters}.
 */
@NullMarked
package dev.pharos.exporter.frame;

import org.jspecify.annotations.NullMarked;
