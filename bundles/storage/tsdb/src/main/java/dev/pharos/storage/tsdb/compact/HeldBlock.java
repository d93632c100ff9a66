package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.tsdb.block.Block;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open block with a count of those who hold it: the folder it is in, and generations. The last
 * one to let go closes it.
 */
final class HeldBlock {

  private final Block block;
  private final long bytes;
  private final Runnable afterClose;
  private final AtomicInteger holds = new AtomicInteger(1);

  /**
   * Takes over an open block, held by the folder.
   *
   * @param bytes of its files
   * @param afterClose what to do once nobody reads it any more
   */
  HeldBlock(Block block, long bytes, Runnable afterClose) {
    this.block = block;
    this.bytes = bytes;
    this.afterClose = afterClose;
  }

  Block block() {
    return block;
  }

  long bytes() {
    return bytes;
  }

  void hold() {
    holds.incrementAndGet();
  }

  void release() {
    if (holds.decrementAndGet() == 0) {
      block.close();
      afterClose.run();
    }
  }
}
