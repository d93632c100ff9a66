/**
 * The data source {@code local}: what this process has stored, asked for in PromQL.
 *
 * <p>Start reading at {@link dev.pharos.source.local.LocalSource}.
 */
@NullMarked
package dev.pharos.source.local;

import org.jspecify.annotations.NullMarked;
