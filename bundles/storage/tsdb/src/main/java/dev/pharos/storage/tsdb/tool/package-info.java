/**
 * What commands do with a data folder without a server: list, analyze, dump, fill and check it.
 *
 * <p>Reads only, but for new blocks. Start reading at {@link
 * dev.pharos.storage.tsdb.tool.TsdbTool}.
 */
@NullMarked
package dev.pharos.storage.tsdb.tool;

import org.jspecify.annotations.NullMarked;
