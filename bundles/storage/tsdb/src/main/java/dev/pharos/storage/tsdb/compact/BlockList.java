package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.tsdb.block.Block;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The blocks there were at one moment, held for a reader: none of them is closed or deleted before
 * the list is closed.
 *
 * <p>Safe for use by several threads.
 */
public final class BlockList implements AutoCloseable {

  private final BlockGeneration generation;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes over one hold of the generation. */
  BlockList(BlockGeneration generation) {
    this.generation = generation;
  }

  /** Open blocks, in the order of their first instants. */
  public List<Block> blocks() {
    return generation.blocks();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      generation.release();
    }
  }
}
