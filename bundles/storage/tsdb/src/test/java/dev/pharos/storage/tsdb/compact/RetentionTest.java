package dev.pharos.storage.tsdb.compact;

import static dev.pharos.storage.tsdb.compact.Metas.block;
import static dev.pharos.storage.tsdb.compact.Metas.numbered;
import static dev.pharos.storage.tsdb.compact.Metas.ulids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pharos.storage.tsdb.block.BlockMeta;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {

  private static final List<Retention.Sized> BLOCKS =
      List.of(
          sized(block(1, 0, 6), 60),
          sized(block(2, 6, 12), 50),
          sized(block(3, 12, 14), 20),
          sized(block(4, 14, 16), 10));

  private static Retention.Sized sized(BlockMeta block, long bytes) {
    return new Retention.Sized(block, block.maxMillis(), bytes);
  }

  private static Retention.Due due(Retention retention, long otherBytes) {
    return retention.due(BLOCKS, otherBytes, 1000);
  }

  @Test
  void a_block_goes_when_its_end_is_as_old_as_the_retention() {
    assertEquals(numbered(1), ulids(due(Retention.of(Duration.ofHours(10)), 0).byTime()));
    assertEquals(
        numbered(), ulids(due(Retention.of(Duration.ofMillis(10 * Metas.HOUR + 1)), 0).byTime()));
    assertEquals(numbered(1, 2, 3), ulids(due(Retention.of(Duration.ofMillis(1)), 0).byTime()));
  }

  @Test
  void a_wrong_end_of_one_block_does_not_make_the_others_old() {
    List<Retention.Sized> blocks =
        List.of(
            sized(block(1, 0, 6), 60),
            new Retention.Sized(block(2, 6, 100_000), 12 * Metas.HOUR, 50));
    assertEquals(
        numbered(), ulids(Retention.of(Duration.ofHours(10)).due(blocks, 0, 1000).byTime()));
  }

  @Test
  void the_oldest_blocks_go_until_the_rest_fits() {
    assertEquals(numbered(), ulids(due(new Retention(Duration.ZERO, 140, 0), 0).bySize()));
    assertEquals(numbered(1), ulids(due(new Retention(Duration.ZERO, 139, 0), 0).bySize()));
    assertEquals(numbered(1, 2), ulids(due(new Retention(Duration.ZERO, 79, 0), 0).bySize()));
  }

  @Test
  void logs_and_chunks_of_the_head_count_but_cannot_go() {
    assertEquals(numbered(1), ulids(due(new Retention(Duration.ZERO, 140, 0), 1).bySize()));
    assertEquals(
        numbered(1, 2, 3, 4), ulids(due(new Retention(Duration.ZERO, 140, 0), 200).bySize()));
  }

  @Test
  void a_percentage_counts_in_place_of_a_size() {
    Retention tenth = new Retention(Duration.ZERO, 1_000_000, 10);
    assertEquals(100, tenth.limit(1000));
    assertEquals(numbered(1), ulids(due(tenth, 0).bySize()));
  }

  @Test
  void a_block_that_is_too_old_is_not_told_again_for_its_size() {
    Retention.Due due = due(new Retention(Duration.ofHours(10), 50, 0), 0);
    assertEquals(numbered(1), ulids(due.byTime()));
    assertEquals(numbered(2), ulids(due.bySize()));
  }

  @Test
  void without_bounds_nothing_goes() {
    Retention.Due due = due(new Retention(Duration.ZERO, 0, 0), 1 << 30);
    assertEquals(new Retention.Due(List.of(), List.of()), due);
  }

  @Test
  void senseless_bounds_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> new Retention(Duration.ofHours(-1), 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Retention(Duration.ZERO, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Retention(Duration.ZERO, 0, 101));
    assertThrows(IllegalArgumentException.class, () -> new Retention(Duration.ZERO, 0, Double.NaN));
  }
}
