package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.tsdb.block.Block;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The blocks between two changes of the folder, with a count of those who hold them: the folder,
 * while they are the latest, and readers.
 */
final class BlockGeneration {

  private final List<HeldBlock> held;
  private final List<Block> blocks;
  private final AtomicInteger holds = new AtomicInteger(1);

  /** Holds each of the blocks until it is released. */
  BlockGeneration(List<HeldBlock> held) {
    this.held = List.copyOf(held);
    this.blocks = this.held.stream().map(HeldBlock::block).toList();
    this.held.forEach(HeldBlock::hold);
  }

  List<HeldBlock> held() {
    return held;
  }

  List<Block> blocks() {
    return blocks;
  }

  /** Holds it once more; false if it is gone already. */
  boolean hold() {
    return holds.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  void release() {
    if (holds.decrementAndGet() == 0) {
      held.forEach(HeldBlock::release);
    }
  }
}
