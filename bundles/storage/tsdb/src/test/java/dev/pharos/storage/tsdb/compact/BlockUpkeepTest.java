package dev.pharos.storage.tsdb.compact;

import static dev.pharos.storage.tsdb.compact.Metas.HOUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.BlockMeta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BlockUpkeepTest {

  private static final Labels A = Labels.of("__name__", "a");
  private static final Labels B = Labels.of("__name__", "b");
  private static final long MINUTE = 60_000;

  @TempDir Path dir;

  private final CompactionFigures figures = new CompactionFigures();
  private final TestBlocks blocks = new TestBlocks(figures);
  private final FakeHead head = new FakeHead();
  private BlockFolder folder;
  private BlockUpkeep upkeep;

  @BeforeEach
  void open() throws IOException {
    folder = BlockFolder.open(dir, figures);
    upkeep = upkeep(Retention.DEFAULT, CompactionRules.DEFAULT.pause());
  }

  private BlockUpkeep upkeep(Retention retention, Duration pause) {
    return new BlockUpkeep(
        folder,
        head,
        retention,
        CompactionRules.DEFAULT.with(BlockRanges.HEAD, pause),
        figures,
        InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")));
  }

  @AfterEach
  void close() {
    upkeep.close();
    folder.close();
  }

  /** A sample a minute, from one hour up to another. */
  private void fill(Labels labels, long fromHour, long toHour) {
    for (long at = fromHour * HOUR; at < toHour * HOUR; at += MINUTE) {
      head.add(labels, at, (double) at);
    }
  }

  private static NavigableMap<Long, String> filled(long fromHour, long toHour) {
    NavigableMap<Long, String> samples = new TreeMap<>();
    for (long at = fromHour * HOUR; at < toHour * HOUR; at += MINUTE) {
      samples.put(at, Samples.value((double) at));
    }
    return samples;
  }

  /** Hours from and to of each block. */
  private List<String> spans() {
    return folder.metas().stream()
        .map(meta -> meta.minMillis() / HOUR + "-" + meta.maxMillis() / HOUR)
        .toList();
  }

  /** What the blocks hold of a series, each timestamp once. */
  private NavigableMap<Long, String> samples(Labels labels) throws StorageException {
    NavigableMap<Long, String> samples = new TreeMap<>();
    try (BlockList list = folder.blocks()) {
      for (Block block : list.blocks()) {
        Samples.of(block).getOrDefault(labels, new TreeMap<>()).forEach(samples::putIfAbsent);
      }
    }
    return samples;
  }

  @Test
  void the_head_is_cut_once_it_spans_half_a_block_more_than_one() throws Exception {
    fill(A, 0, 3);
    upkeep.compact();
    assertEquals(List.of(), spans());
    head.add(A, 3 * HOUR + 1, 1.0);
    upkeep.compact();
    assertEquals(List.of("0-2"), spans());
    assertEquals(filled(0, 2), samples(A));
    assertEquals(2 * HOUR, head.inOrder().minMillis());
  }

  @Test
  void what_samples_still_come_to_is_not_cut_and_what_is_cut_takes_no_more() throws Exception {
    fill(A, 0, 6);
    head.settledMillis = HOUR;
    upkeep.compact();
    assertEquals(List.of(), spans());
    assertEquals(Long.MIN_VALUE, head.refusedMillis);
    head.settledMillis = 2 * HOUR;
    upkeep.compact();
    assertEquals(List.of("0-2"), spans());
    assertEquals(2 * HOUR, head.refusedMillis);
  }

  @Test
  void a_block_waits_for_those_who_copy_it_if_they_keep_a_list() throws Exception {
    Path uploads = dir.resolve("copied.json");
    upkeep.close();
    upkeep =
        new BlockUpkeep(
            folder,
            head,
            Retention.DEFAULT,
            new CompactionRules(
                BlockRanges.HEAD, null, true, uploads, Duration.ofMinutes(1), 512L << 20),
            figures,
            InstantSource.system());
    fill(A, 0, 11);
    upkeep.compact();
    assertEquals(List.of("0-2", "2-4", "4-6", "6-8"), spans());
    List<String> ulids = folder.metas().stream().map(meta -> "\"" + meta.ulid() + "\"").toList();
    Files.writeString(uploads, "{\"version\": 1, \"uploaded\": " + ulids + "}");
    upkeep.compact();
    assertEquals(List.of("0-6", "6-8"), spans());
    Files.writeString(uploads, "not this");
    IOException refused = assertThrows(IOException.class, upkeep::compact);
    assertTrue(refused.toString().contains("copied.json"), refused::toString);
  }

  @Test
  void files_of_chunks_are_not_larger_than_was_set() throws Exception {
    upkeep.close();
    upkeep =
        new BlockUpkeep(
            folder,
            head,
            Retention.DEFAULT,
            new CompactionRules(BlockRanges.HEAD, null, true, null, Duration.ofMinutes(1), 100),
            figures,
            InstantSource.system());
    fill(A, 0, 4);
    fill(B, 0, 4);
    upkeep.compact();
    Path chunks = dir.resolve(folder.metas().getFirst().ulid().toString()).resolve("chunks");
    try (Stream<Path> files = Files.list(chunks)) {
      assertEquals(2, files.count(), "one chunk in each, as two are more than 100 bytes");
    }
  }

  @Test
  void late_samples_behind_the_last_block_in_order_do_not_move_its_end() throws Exception {
    fill(A, 0, 11);
    head.addLate(A, 8 * HOUR + 1, 1.0);
    head.addLate(A, 12 * HOUR + 1, 2.0);
    upkeep.compact();
    assertEquals(List.of("0-6", "6-8", "8-10", "12-14"), spans());
    assertEquals(8 * HOUR, folder.inOrderEndMillis().orElseThrow());
    fill(A, 11, 20);
    upkeep.compact();
    assertEquals(18 * HOUR, folder.inOrderEndMillis().orElseThrow());
    NavigableMap<Long, String> expected = filled(0, 18);
    expected.put(8 * HOUR + 1, "1");
    expected.put(12 * HOUR + 1, "2");
    assertEquals(expected, samples(A));
  }

  @Test
  void a_head_of_many_hours_becomes_blocks_and_these_one_block() throws Exception {
    fill(A, 0, 29);
    fill(B, 5, 6);
    upkeep.compact();
    assertEquals(List.of("0-18", "18-24", "24-26"), spans());
    assertEquals(filled(0, 26), samples(A));
    assertEquals(filled(5, 6), samples(B));
    BlockMeta longest = folder.metas().getFirst();
    assertEquals(3, longest.compaction().level());
    assertEquals(9, longest.compaction().sources().size());
    try (var entries = Files.list(dir)) {
      assertEquals(3, entries.count(), "nothing else is left");
    }
  }

  @Test
  void hours_without_samples_are_no_blocks() throws Exception {
    fill(A, 0, 1);
    fill(A, 10, 15);
    upkeep.compact();
    assertEquals(List.of("0-2", "10-12"), spans());
    assertEquals(12 * HOUR, head.inOrder().minMillis());
  }

  @Test
  void late_samples_become_blocks_of_their_hours() throws Exception {
    fill(A, 10, 14);
    head.addLate(A, 5 * HOUR, 1.0);
    head.addLate(A, 7 * HOUR, 2.0);
    head.addLate(A, 10 * HOUR + 1, 3.0);
    upkeep.compact();
    assertEquals(List.of("4-6", "6-8", "10-12"), spans());
    assertTrue(head.lateSamples().isEmpty());
    NavigableMap<Long, String> expected = filled(10, 12);
    expected.put(5 * HOUR, "1");
    expected.put(7 * HOUR, "2");
    expected.put(10 * HOUR + 1, "3");
    assertEquals(expected, samples(A));
    assertEquals(12 * HOUR, folder.inOrderEndMillis().orElseThrow());
    assertEquals(1, figures.overlapping.sum());
  }

  @Test
  void old_blocks_are_deleted_and_a_shorter_retention_takes_effect_while_running()
      throws Exception {
    fill(A, 0, 29);
    upkeep.compact();
    upkeep.retain(Retention.of(Duration.ofHours(8)));
    upkeep.compact();
    assertEquals(List.of("18-24", "24-26"), spans());
    assertEquals(1, figures.timeRetentions.sum());
    head.bytesOnDisk = 1 << 20;
    upkeep.retain(new Retention(Duration.ZERO, 1 << 20, 0));
    upkeep.compact();
    assertEquals(List.of(), spans());
    assertEquals(2, figures.sizeRetentions.sum());
  }

  @Test
  void deletions_reach_the_head_and_all_blocks() throws Exception {
    fill(A, 0, 9);
    fill(B, 0, 9);
    upkeep.compact();
    upkeep.delete(
        Access.system(), Samples.ALWAYS, List.of(Matcher.metric("a")), () -> head.delete(A));
    assertEquals(Map.of(), samples(A));
    assertEquals(filled(0, 6), samples(B));
    assertEquals(
        List.of(1L, 1L, 1L),
        folder.metas().stream().map(meta -> meta.stats().tombstones()).toList());
  }

  @Test
  void cleaning_writes_blocks_again_without_what_is_deleted() throws Exception {
    fill(A, 0, 9);
    fill(B, 2, 3);
    upkeep.compact();
    List<String> before = spans();
    upkeep.delete(Access.system(), Samples.ALWAYS, List.of(Matcher.metric("b")), () -> {});
    upkeep.cleanTombstones(Access.system());
    assertEquals(before, spans());
    assertEquals(filled(0, 6), samples(A));
    for (BlockMeta meta : folder.metas()) {
      assertEquals(0, meta.stats().tombstones());
      assertEquals(1, meta.stats().series());
    }
    try (var entries = Files.list(dir)) {
      assertEquals(before.size(), entries.count());
    }
  }

  @Test
  void a_block_of_which_all_is_deleted_disappears() throws Exception {
    fill(A, 0, 2);
    fill(B, 2, 11);
    upkeep.compact();
    assertEquals(List.of("0-6", "6-8"), spans());
    upkeep.delete(Access.system(), Samples.ALWAYS, List.of(Matcher.metric("b")), () -> {});
    upkeep.cleanTombstones(Access.system());
    assertEquals(Map.of(), samples(B));
    assertEquals(filled(0, 2), samples(A));
    assertEquals(List.of("0-6"), spans());
  }

  @Test
  void who_deletes_waits_for_the_block_under_way_but_no_longer_than_allowed() throws Exception {
    Access caller = Access.system().within(Duration.ofMillis(1));
    CompletableFuture<Void> holding = new CompletableFuture<>();
    CompletableFuture<Void> release = new CompletableFuture<>();
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    upkeep.delete(
                        Access.system(),
                        Samples.ALWAYS,
                        List.of(Matcher.metric("a")),
                        () -> {
                          holding.complete(null);
                          release.join();
                        });
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    holding.get(10, TimeUnit.SECONDS);
    assertThrows(
        AccessEndedException.class,
        () ->
            upkeep.delete(
                caller,
                Samples.ALWAYS,
                List.of(Matcher.metric("a")),
                () -> {
                  throw new AssertionError("not while another deletes");
                }));
    release.complete(null);
    other.join();
  }

  @Test
  void a_block_that_cannot_be_read_is_marked_and_all_others_are_compacted() throws Exception {
    // Three of these become one; the first of them is damaged.
    for (long hour = 0; hour < 10; hour += 2) {
      FakeSource source = new FakeSource();
      source.values(A, Map.of(hour * HOUR, (double) hour));
      blocks.write(dir, source, hour * HOUR, (hour + 2) * HOUR);
    }
    folder.rescan();
    Path chunks = dir.resolve(folder.metas().getFirst().ulid().toString()).resolve("chunks/000001");
    byte[] bytes = Files.readAllBytes(chunks);
    bytes[bytes.length - 6] ^= 1;
    Files.write(chunks, bytes);
    upkeep.compact();
    assertEquals(List.of("0-2", "2-4", "4-6", "6-8", "8-10"), spans());
    assertEquals(3, folder.metas().stream().filter(meta -> meta.compaction().failed()).count());
    assertEquals(1, figures.failed.sum());
    upkeep.compact();
    assertEquals(1, figures.failed.sum(), "it is not tried again");
    folder.close();
    folder = BlockFolder.open(dir, figures);
    assertEquals(3, folder.metas().stream().filter(meta -> meta.compaction().failed()).count());
  }

  @Test
  void rounds_run_on_their_own_and_end_with_the_upkeep() throws Exception {
    fill(A, 0, 11);
    BlockUpkeep running = upkeep(Retention.DEFAULT, Duration.ofMillis(5));
    running.start();
    long start = System.nanoTime();
    while (!spans().equals(List.of("0-6", "6-8"))) {
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30), () -> "" + spans());
      Thread.onSpinWait();
    }
    running.close();
    long rounds = figures.triggered.sum();
    assertTrue(rounds > 0);
    fill(A, 11, 20);
    running.wake();
    assertEquals(List.of("0-6", "6-8"), spans());
    assertThrows(AccessEndedException.class, running::compact);
  }

  @Test
  void a_failure_to_write_is_followed_by_growing_pauses_and_retention_goes_on() throws Exception {
    fill(A, 0, 9);
    BlockUpkeep running =
        new BlockUpkeep(
            folder,
            new FailingHead(head),
            Retention.DEFAULT,
            CompactionRules.DEFAULT.with(BlockRanges.HEAD, Duration.ofMillis(1)),
            figures,
            InstantSource.system());
    running.start();
    long start = System.nanoTime();
    while (figures.skipped.sum() < 20) {
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30));
      Thread.onSpinWait();
    }
    running.close();
    assertTrue(figures.failed.sum() < 12, () -> "tried " + figures.failed.sum() + " times");
    assertEquals(List.of(), spans());
    assertFalse(head.inOrder().maxMillis() < 0, "nothing is forgotten");
    try (var entries = Files.list(dir)) {
      assertEquals(0, entries.count());
    }
  }
}
