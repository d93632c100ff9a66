/**
 * The commands beside the server: {@code pharos new}, and the names of {@code promtool} and {@code
 * amtool}.
 *
 * <p>Run on a plain class path, without a framework. Start reading at {@link dev.pharos.cli.Main}.
 */
@NullMarked
package dev.pharos.cli;

import org.jspecify.annotations.NullMarked;
