package dev.pharos.storage.tsdb.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockRangesTest {

  private static List<Long> hours(long... hours) {
    return Arrays.stream(hours).mapToObj(hour -> hour * Metas.HOUR).toList();
  }

  @Test
  void blocks_grow_threefold_up_to_a_tenth_of_the_retention() {
    assertEquals(hours(2, 6, 18), BlockRanges.of(BlockRanges.HEAD, Duration.ofDays(15)).millis());
  }

  @Test
  void no_block_is_longer_than_31_days() {
    assertEquals(
        hours(2, 6, 18, 54, 162, 486),
        BlockRanges.of(BlockRanges.HEAD, Duration.ofDays(3650)).millis());
    assertEquals(
        hours(2, 6, 18, 54, 162, 486), BlockRanges.of(BlockRanges.HEAD, Duration.ZERO).millis());
  }

  @Test
  void a_short_retention_leaves_the_blocks_of_the_head() {
    assertEquals(hours(2), BlockRanges.of(BlockRanges.HEAD, Duration.ofHours(3)).millis());
  }

  @Test
  void blocks_of_the_head_end_at_whole_ranges_before_the_epoch_too() {
    BlockRanges ranges = BlockRanges.of(BlockRanges.HEAD, Duration.ZERO);
    assertEquals(2 * Metas.HOUR, ranges.endOfBlock(0));
    assertEquals(2 * Metas.HOUR, ranges.endOfBlock(2 * Metas.HOUR - 1));
    assertEquals(4 * Metas.HOUR, ranges.endOfBlock(2 * Metas.HOUR));
    assertEquals(0, ranges.endOfBlock(-1));
    assertEquals(0, ranges.endOfBlock(-2 * Metas.HOUR));
  }
}
