package dev.pharos.storage.tsdb.compact;

import static dev.pharos.storage.tsdb.compact.Metas.HOUR;
import static dev.pharos.storage.tsdb.compact.Metas.block;
import static dev.pharos.storage.tsdb.compact.Metas.failed;
import static dev.pharos.storage.tsdb.compact.Metas.numbered;
import static dev.pharos.storage.tsdb.compact.Metas.ulids;
import static dev.pharos.storage.tsdb.compact.Metas.withTombstones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.block.Ulid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlanTest {

  /** 2, 6 and 18 hours. */
  private static final BlockRanges RANGES = BlockRanges.of(BlockRanges.HEAD, Duration.ofDays(15));

  private static List<Ulid> plan(BlockMeta... blocks) {
    return ulids(Plan.next(List.of(blocks), RANGES, true));
  }

  @Test
  void nothing_is_planned_without_blocks_or_with_one() {
    assertEquals(numbered(), plan());
    assertEquals(numbered(), plan(block(1, 0, 2)));
  }

  @Test
  void three_blocks_of_two_hours_wait_for_a_fourth() {
    assertEquals(numbered(), plan(block(1, 0, 2), block(2, 2, 4), block(3, 4, 6)));
    assertEquals(
        numbered(1, 2, 3), plan(block(1, 0, 2), block(2, 2, 4), block(3, 4, 6), block(4, 6, 8)));
  }

  @Test
  void the_order_in_which_blocks_are_told_does_not_matter() {
    assertEquals(
        numbered(1, 2, 3), plan(block(4, 6, 8), block(3, 4, 6), block(1, 0, 2), block(2, 2, 4)));
  }

  @Test
  void a_range_with_gaps_is_put_together_once_it_is_over() {
    assertEquals(numbered(), plan(block(1, 0, 2), block(3, 4, 6)));
    assertEquals(
        numbered(1, 3), plan(block(1, 0, 2), block(3, 4, 6), block(4, 6, 8), block(5, 8, 10)));
    assertEquals(numbered(), plan(block(1, 0, 2), block(2, 2, 4), block(4, 6, 8)));
    assertEquals(
        numbered(1, 2), plan(block(1, 0, 2), block(2, 2, 4), block(4, 6, 8), block(5, 8, 10)));
  }

  @Test
  void a_single_block_in_its_range_is_left_as_it_is() {
    assertEquals(numbered(), plan(block(1, 0, 2), block(2, 6, 8), block(3, 12, 14)));
  }

  @Test
  void shorter_ranges_come_before_longer_ones() {
    assertEquals(
        numbered(4, 5, 6),
        plan(
            block(1, 0, 6),
            block(2, 6, 12),
            block(3, 12, 18),
            block(4, 18, 20),
            block(5, 20, 22),
            block(6, 22, 24),
            block(7, 24, 26)));
    assertEquals(
        numbered(1, 2, 3),
        plan(
            block(1, 0, 6), block(2, 6, 12), block(3, 12, 18), block(4, 18, 24), block(5, 24, 26)));
  }

  @Test
  void a_block_across_the_border_of_a_range_is_left_out_of_it() {
    assertEquals(
        numbered(1, 2),
        plan(block(1, 0, 2), block(2, 2, 4), block(3, 4, 8), block(4, 8, 10), block(5, 10, 12)));
  }

  @Test
  void blocks_before_the_epoch_are_put_together_too() {
    assertEquals(
        numbered(1, 2, 3),
        plan(block(1, -6, -4), block(2, -4, -2), block(3, -2, 0), block(4, 0, 2)));
  }

  @Test
  void overlapping_blocks_come_first_even_the_latest() {
    assertEquals(
        numbered(5, 4),
        plan(block(1, 0, 2), block(2, 2, 4), block(3, 4, 6), block(4, 7, 9), block(5, 6, 8)));
  }

  @Test
  void blocks_that_hang_together_by_overlaps_are_one_plan() {
    assertEquals(
        numbered(1, 2, 3),
        plan(block(1, 0, 10), block(2, 1, 2), block(3, 9, 12), block(4, 12, 14), block(5, 13, 15)));
  }

  @Test
  void blocks_that_touch_do_not_overlap() {
    assertEquals(numbered(), plan(block(1, 0, 2), block(2, 2, 4)));
  }

  @Test
  void blocks_that_failed_are_left_alone() {
    assertEquals(
        numbered(), plan(block(1, 0, 2), failed(block(2, 2, 4)), block(3, 4, 6), block(4, 6, 8)));
    assertEquals(numbered(), plan(failed(block(1, 0, 2)), block(2, 1, 4)));
    assertEquals(numbered(2, 3), plan(failed(block(1, 0, 9)), block(2, 1, 4), block(3, 2, 4)));
    assertEquals(numbered(), plan(failed(withTombstones(block(1, 0, 18), 50)), block(2, 18, 20)));
  }

  @Test
  void long_blocks_with_many_tombstones_are_written_again() {
    BlockMeta five = withTombstones(block(1, 0, 18), 5);
    BlockMeta six = withTombstones(block(1, 0, 18), 6);
    assertEquals(numbered(), plan(five, block(2, 18, 20)));
    assertEquals(numbered(1), plan(six, block(2, 18, 20)));
    assertEquals(numbered(), plan(six), "the latest block");
  }

  @Test
  void short_blocks_with_tombstones_wait_unless_all_is_deleted() {
    assertEquals(numbered(), plan(withTombstones(block(1, 0, 2), 99), block(2, 2, 4)));
    assertEquals(numbered(1), plan(withTombstones(block(1, 0, 2), 100), block(2, 2, 4)));
  }

  /** Whatever blocks there are, following plans ends, and what remains is in order. */
  @Test
  void blocks_that_overlap_stay_apart_where_they_are_not_to_be_merged() {
    List<BlockMeta> blocks = List.of(block(1, 0, 2), block(2, 1, 3));
    assertEquals(2, Plan.next(blocks, RANGES, true).size());
    assertEquals(List.of(), Plan.next(blocks, RANGES, false));
  }

  @Test
  void following_plans_ends_with_blocks_that_are_in_order() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 500; run++) {
      List<BlockMeta> blocks = new ArrayList<>();
      int number = 1;
      for (int i = random.nextInt(30); i > 0; i--) {
        long start = random.nextInt(-20, 60) * 2L;
        long length = random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 2;
        BlockMeta block = block(number++, start, start + length);
        blocks.add(random.nextInt(4) == 0 ? withTombstones(block, random.nextInt(101)) : block);
      }
      int steps = 0;
      for (List<BlockMeta> plan = Plan.next(blocks, RANGES, true);
          !plan.isEmpty();
          plan = Plan.next(blocks, RANGES, true)) {
        assertIsAllowed(plan, blocks, "seed " + seed);
        blocks.removeAll(plan);
        blocks.add(together(number++, plan));
        assertTrue(++steps < 100, "no end of plans, seed " + seed);
      }
      assertInOrder(blocks, "seed " + seed);
    }
  }

  private static BlockMeta together(int number, List<BlockMeta> plan) {
    long start = plan.stream().mapToLong(BlockMeta::minMillis).min().orElseThrow();
    long end = plan.stream().mapToLong(BlockMeta::maxMillis).max().orElseThrow();
    return block(number, start / HOUR, end / HOUR);
  }

  private static void assertIsAllowed(List<BlockMeta> plan, List<BlockMeta> blocks, String why) {
    long start = plan.stream().mapToLong(BlockMeta::minMillis).min().orElseThrow();
    long end = plan.stream().mapToLong(BlockMeta::maxMillis).max().orElseThrow();
    boolean overlap = false;
    for (int i = 1; i < plan.size(); i++) {
      assertTrue(plan.get(i - 1).minMillis() <= plan.get(i).minMillis(), why);
      overlap |= plan.get(i).minMillis() < plan.get(i - 1).maxMillis();
    }
    // A block that lies between those of a plan would overlap what is made of them.
    for (BlockMeta other : blocks) {
      boolean inside = other.minMillis() < end && start < other.maxMillis();
      assertTrue(!inside || plan.contains(other), why + ": " + other.ulid() + " is left out");
    }
    if (plan.size() > 1 && !overlap) {
      assertTrue(
          RANGES.millis().stream()
              .anyMatch(range -> BlockRanges.startOfBlock(start, range) + range >= end),
          why + ": a plan across the border of a range");
    }
  }

  private static void assertInOrder(List<BlockMeta> blocks, String why) {
    List<BlockMeta> sorted = new ArrayList<>(blocks);
    sorted.sort((a, b) -> Long.compare(a.minMillis(), b.minMillis()));
    for (int i = 1; i < sorted.size(); i++) {
      assertTrue(sorted.get(i - 1).maxMillis() <= sorted.get(i).minMillis(), why);
    }
  }
}
