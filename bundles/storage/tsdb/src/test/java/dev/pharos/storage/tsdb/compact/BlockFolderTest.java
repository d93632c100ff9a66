package dev.pharos.storage.tsdb.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.Labels;
import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.block.Ulid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BlockFolderTest {

  private static final Labels SERIES = Labels.of("__name__", "s");

  @TempDir Path dir;

  private final CompactionFigures figures = new CompactionFigures();
  private final TestBlocks blocks = new TestBlocks(figures);
  private @Nullable BlockFolder opened;

  private BlockFolder open() throws IOException {
    BlockFolder folder = BlockFolder.open(dir, figures);
    opened = folder;
    return folder;
  }

  private BlockFolder folder() {
    return Objects.requireNonNull(opened);
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
  }

  /** Writes a block with one sample at its start. */
  private BlockMeta write(long start, long end) throws IOException {
    return blocks.write(
        dir, new FakeSource().values(SERIES, Map.of(start, (double) start)), start, end);
  }

  private List<Ulid> ulids() {
    try (BlockList list = folder().blocks()) {
      return list.blocks().stream().map(block -> block.meta().ulid()).toList();
    }
  }

  private Path path(BlockMeta block) {
    return dir.resolve(block.ulid().toString());
  }

  @Test
  void blocks_are_opened_in_the_order_of_time() throws Exception {
    BlockMeta second = write(100, 200);
    BlockMeta first = write(0, 100);
    open();
    assertEquals(List.of(first.ulid(), second.ulid()), ulids());
    assertEquals(folder().bytes(), TestBlocks.bytes(path(first)) + TestBlocks.bytes(path(second)));
  }

  @Test
  void what_interrupted_work_has_left_is_deleted_at_the_start() throws Exception {
    BlockMeta block = write(0, 100);
    String other = Metas.ulid(7).toString();
    for (String ending : List.of(".tmp-for-creation", ".tmp-for-deletion", ".tmp")) {
      Files.createDirectories(dir.resolve(other + ending).resolve("chunks"));
      Files.writeString(dir.resolve(other + ending).resolve("chunks/000001"), "x");
    }
    Files.createDirectories(dir.resolve("wal"));
    Files.createDirectories(dir.resolve("mine.tmp"));
    open();
    assertEquals(List.of(block.ulid()), ulids());
    try (var entries = Files.list(dir)) {
      assertEquals(
          List.of(block.ulid().toString(), "mine.tmp", "wal"),
          entries.map(entry -> entry.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void a_block_put_there_from_outside_is_found_and_one_taken_away_is_dropped() throws Exception {
    BlockMeta first = write(0, 100);
    open();
    BlockMeta second = write(100, 200);
    assertEquals(List.of(first.ulid()), ulids());
    folder().rescan();
    assertEquals(List.of(first.ulid(), second.ulid()), ulids());
    BlockFiles.deleteTree(path(first));
    folder().rescan();
    assertEquals(List.of(second.ulid()), ulids());
  }

  @Test
  void a_damaged_block_is_left_where_it_is_and_the_rest_is_served() throws Exception {
    BlockMeta good = write(0, 100);
    BlockMeta bad = write(100, 200);
    byte[] index = Files.readAllBytes(path(bad).resolve("index"));
    Files.write(path(bad).resolve("index"), new byte[] {1, 2, 3});
    open();
    assertEquals(List.of(good.ulid()), ulids());
    assertEquals(1, folder().setAside().size());
    assertEquals(bad.ulid().toString(), folder().setAside().getFirst().name());
    assertTrue(
        folder().setAside().getFirst().reason().contains(path(bad).resolve("index").toString()),
        folder().setAside().getFirst().reason());
    assertTrue(Files.exists(path(bad).resolve("meta.json")));

    folder().rescan();
    assertEquals(1, folder().setAside().size(), "it is still damaged");

    Files.write(path(bad).resolve("index"), index);
    folder().rescan();
    assertEquals(List.of(good.ulid(), bad.ulid()), ulids());
    assertEquals(List.of(), folder().setAside());
  }

  @Test
  void a_folder_without_a_description_is_left_until_it_has_one() throws Exception {
    BlockMeta block = write(0, 100);
    byte[] meta = Files.readAllBytes(path(block).resolve("meta.json"));
    Files.delete(path(block).resolve("meta.json"));
    open();
    assertEquals(List.of(), ulids());
    assertEquals(1, folder().setAside().size());
    Files.write(path(block).resolve("meta.json"), meta);
    folder().rescan();
    assertEquals(List.of(block.ulid()), ulids());
  }

  @Test
  void a_damaged_block_that_is_taken_away_is_forgotten() throws Exception {
    BlockMeta bad = write(0, 100);
    Files.write(path(bad).resolve("index"), new byte[] {1, 2, 3});
    open();
    BlockFiles.deleteTree(path(bad));
    folder().rescan();
    assertEquals(List.of(), folder().setAside());
  }

  @Test
  void a_block_that_went_into_another_is_deleted() throws Exception {
    BlockMeta first = write(0, 100);
    BlockMeta second = write(100, 200);
    open();
    BlockMeta both;
    try (BlockList list = folder().blocks()) {
      both = blocks.compact(dir, list.blocks()).orElseThrow();
    }
    folder().rescan();
    assertEquals(List.of(both.ulid()), ulids());
    assertFalse(Files.exists(path(first)));
    assertFalse(Files.exists(path(second)));
  }

  @Test
  void a_block_is_superseded_at_the_start_too_but_not_by_one_that_is_damaged() throws Exception {
    BlockMeta first = write(0, 100);
    BlockMeta both;
    try (Block block = Block.open(path(first))) {
      both = blocks.compact(dir, List.of(block)).orElseThrow();
    }
    byte[] index = Files.readAllBytes(path(both).resolve("index"));
    Files.write(path(both).resolve("index"), new byte[] {1});
    open();
    assertEquals(List.of(first.ulid()), ulids());
    folder().close();

    Files.write(path(both).resolve("index"), index);
    open();
    assertEquals(List.of(both.ulid()), ulids());
    assertFalse(Files.exists(path(first)));
  }

  @Test
  void a_block_marked_deletable_is_deleted() throws Exception {
    BlockMeta block = write(0, 100);
    Path meta = path(block).resolve("meta.json");
    Files.writeString(
        meta, Files.readString(meta).replace("\"level\": 1", "\"level\": 1, \"deletable\": true"));
    open();
    assertEquals(List.of(), ulids());
    assertFalse(Files.exists(path(block)));
  }

  @Test
  void a_deleted_block_stays_readable_for_those_who_hold_it_and_then_frees_its_disk()
      throws Exception {
    BlockMeta first = write(0, 100);
    BlockMeta second = write(100, 200);
    open();
    Block held;
    try (BlockList early = folder().blocks()) {
      held = early.blocks().getFirst();
      try (BlockList other = folder().blocks()) {
        assertEquals(2, other.blocks().size());
        folder().delete(List.of(first.ulid()));
        assertEquals(List.of(second.ulid()), ulids());
        folder().rescan();
        assertEquals(List.of(second.ulid()), ulids(), "it does not come back");
      }
      assertTrue(held.isMapped());
      assertEquals(Map.of(0L, Samples.value(0)), Samples.of(held).get(SERIES));
    }
    assertFalse(held.isMapped());
    assertFalse(Files.exists(path(first)));
    assertTrue(Files.exists(path(second)));
    folder().rescan();
    assertEquals(List.of(second.ulid()), ulids());
  }

  @Test
  void closing_a_list_twice_gives_it_back_once() throws Exception {
    write(0, 100);
    open();
    BlockList list = folder().blocks();
    list.close();
    list.close();
    try (BlockList again = folder().blocks()) {
      assertTrue(again.blocks().getFirst().isMapped());
    }
  }

  @Test
  void a_closed_folder_lends_no_more_and_unmaps_all() throws Exception {
    write(0, 100);
    open();
    Block block;
    try (BlockList list = folder().blocks()) {
      block = list.blocks().getFirst();
      folder().close();
      assertTrue(block.isMapped());
    }
    assertFalse(block.isMapped());
    assertThrows(IllegalStateException.class, () -> folder().blocks());
    folder().rescan();
    folder().close();
  }

  @Test
  void the_end_of_what_came_in_order_leaves_late_samples_out() throws Exception {
    open();
    assertEquals(OptionalLong.empty(), folder().inOrderEndMillis());
    write(0, 2 * Metas.HOUR);
    blocks.writeLate(
        dir,
        new FakeSource().values(SERIES, Map.of(3 * Metas.HOUR, 1.0)),
        2 * Metas.HOUR,
        4 * Metas.HOUR);
    folder().rescan();
    assertEquals(OptionalLong.of(2 * Metas.HOUR), folder().inOrderEndMillis());
  }

  /** Changes the description of a block as a flipped bit would. */
  private void damage(BlockMeta block, String from, String to) throws IOException {
    Path file = path(block).resolve("meta.json");
    String text = Files.readString(file);
    assertTrue(text.contains(from), text);
    Files.writeString(file, text.replace(from, to));
  }

  @Test
  void an_end_that_is_told_too_late_counts_only_as_far_as_the_samples() throws Exception {
    BlockMeta block = write(0, 2 * Metas.HOUR);
    damage(block, "\"maxTime\": 7200000", "\"maxTime\": 7600000");
    open();
    assertEquals(List.of(block.ulid()), ulids());
    assertEquals(OptionalLong.of(1), folder().inOrderEndMillis());
  }

  @Test
  void no_flipped_digit_of_a_regular_end_makes_another_regular_end() {
    for (long range : new long[] {60_000, 1_800_000, 7_200_000}) {
      for (long number = 230_000; number < 230_200; number++) {
        String told = Long.toString(number * range);
        for (int at = 0; at < told.length(); at++) {
          for (int bit = 0; bit < 4; bit++) {
            char digit = (char) (told.charAt(at) ^ 1 << bit);
            if (digit <= '9') {
              String wrong = told.substring(0, at) + digit + told.substring(at + 1);
              assertFalse(InOrderEnd.isRegular(Long.parseLong(wrong)), told + " and " + wrong);
            }
          }
        }
      }
    }
  }

  @Test
  void a_block_of_late_samples_whose_hint_is_damaged_is_not_taken_for_one_in_order()
      throws Exception {
    write(0, 2 * Metas.HOUR);
    FakeSource late = new FakeSource().values(SERIES, Map.of(3 * Metas.HOUR, 1.0));
    for (String hint : List.of("\"from-out-of-ordar\"", "\"hintr\"")) {
      BlockMeta block = blocks.writeLate(dir, late, 2 * Metas.HOUR, 4 * Metas.HOUR);
      damage(block, hint.contains("-") ? "\"from-out-of-order\"" : "\"hints\"", hint);
    }
    open();
    assertEquals(3, ulids().size());
    assertEquals(OptionalLong.of(2 * Metas.HOUR), folder().inOrderEndMillis());
  }

  @Test
  void readers_find_a_whole_list_while_blocks_come_and_go() throws Exception {
    write(0, 100);
    open();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch reading = new CountDownLatch(1);
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (!done.get()) {
                      try (BlockList list = folder().blocks()) {
                        assertEquals(1, list.blocks().size());
                        assertEquals(
                            Map.of(0L, Samples.value(0)),
                            Samples.of(list.blocks().getFirst()).get(SERIES));
                      }
                      reading.countDown();
                    }
                  } catch (Throwable e) {
                    failure.set(e);
                    reading.countDown();
                  }
                });
    reading.await();
    for (int i = 0; i < 12; i++) {
      try (BlockList list = folder().blocks()) {
        blocks.compact(dir, list.blocks());
      }
      folder().rescan();
    }
    done.set(true);
    reader.join();
    assertEquals(null, failure.get());
    try (var entries = Files.list(dir)) {
      assertEquals(1, entries.count());
    }
  }
}
