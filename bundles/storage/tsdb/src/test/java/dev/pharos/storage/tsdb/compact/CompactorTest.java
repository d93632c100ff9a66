package dev.pharos.storage.tsdb.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.block.Ulid;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CompactorTest {

  private static final Labels A = Labels.of("__name__", "a");
  private static final Labels B = Labels.of("__name__", "b", "x", "1");
  private static final Labels C = Labels.of("__name__", "c", "x", "ü");

  @TempDir Path dir;

  private final CompactionFigures figures = new CompactionFigures();
  private final TestBlocks blocks = new TestBlocks(figures);

  private Block open(BlockMeta meta) throws Exception {
    return Block.open(dir.resolve(meta.ulid().toString()));
  }

  private List<String> entries() throws Exception {
    try (var entries = Files.list(dir)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static FakeSource source() {
    return new FakeSource();
  }

  @Test
  void a_block_has_all_series_of_all_sources() throws Exception {
    FakeSource first = source().values(A, Map.of(1L, 1.0)).values(C, Map.of(3L, 3.0));
    FakeSource second = source().values(B, Map.of(2L, 2.0)).values(C, Map.of(4L, 4.0));
    BlockMeta meta =
        blocks
            .compactor()
            .write(dir, List.of(first, second), new TimeRange(0, 10), Origin::head, Access.system())
            .orElseThrow();
    try (Block block = open(meta)) {
      assertEquals(
          Map.of(A, Map.of(1L, "1"), B, Map.of(2L, "2"), C, Map.of(3L, "3", 4L, "4")),
          Samples.ofFresh(block));
    }
    assertEquals(3, meta.stats().series());
    assertEquals(4, meta.stats().samples());
    assertEquals(4, meta.stats().chunks());
    assertEquals(0, meta.minMillis());
    assertEquals(10, meta.maxMillis());
    assertEquals(1, meta.compaction().level());
    assertEquals(List.of(meta.ulid()), meta.compaction().sources());
    assertEquals(List.of(), meta.compaction().parents());
  }

  @Test
  void samples_of_another_time_stay_out_of_the_block() throws Exception {
    FakeSource source =
        source().values(A, Map.of(8L, 8.0, 9L, 9.0, 10L, 10.0)).values(B, Map.of(10L, 10.0));
    BlockMeta meta = blocks.write(dir, source, 0, 10);
    try (Block block = open(meta)) {
      assertEquals(Map.of(A, Map.of(8L, "8", 9L, "9")), Samples.ofFresh(block));
    }
  }

  @Test
  void without_samples_there_is_no_block() throws Exception {
    FakeSource source = source().values(A, Map.of(1L, 1.0)).delete(A, 0, 5);
    Optional<BlockMeta> written =
        blocks
            .compactor()
            .write(dir, List.of(source), new TimeRange(0, 10), Origin::head, Access.system());
    assertEquals(Optional.empty(), written);
    assertEquals(List.of(), entries());
  }

  @Test
  void a_block_made_of_others_tells_of_them() throws Exception {
    BlockMeta first = blocks.write(dir, source().values(A, Map.of(1L, 1.0)), 0, 10);
    BlockMeta second = blocks.write(dir, source().values(A, Map.of(11L, 1.0)), 10, 20);
    BlockMeta third = blocks.write(dir, source().values(B, Map.of(21L, 1.0)), 20, 30);
    try (Block one = open(first);
        Block two = open(second);
        Block three = open(third)) {
      BlockMeta both = blocks.compact(dir, List.of(one, two)).orElseThrow();
      assertEquals(2, both.compaction().level());
      assertEquals(List.of(first.ulid(), second.ulid()), both.compaction().sources());
      try (Block four = open(both)) {
        BlockMeta all = blocks.compact(dir, List.of(four, three)).orElseThrow();
        assertEquals(3, all.compaction().level());
        assertEquals(
            List.of(first.ulid(), second.ulid(), third.ulid()), all.compaction().sources());
        assertEquals(
            List.of(
                new BlockMeta.Parent(both.ulid(), 0, 20),
                new BlockMeta.Parent(third.ulid(), 20, 30)),
            all.compaction().parents());
        assertEquals(0, all.minMillis());
        assertEquals(30, all.maxMillis());
      }
    }
  }

  @Test
  void late_samples_stay_such_until_others_join_them() throws Exception {
    BlockMeta inOrder = blocks.write(dir, source().values(A, Map.of(1L, 1.0)), 0, 10);
    BlockMeta late = blocks.writeLate(dir, source().values(A, Map.of(2L, 1.0)), 0, 10);
    BlockMeta later = blocks.writeLate(dir, source().values(A, Map.of(3L, 1.0)), 0, 10);
    assertEquals(List.of("from-out-of-order"), late.compaction().hints());
    try (Block one = open(inOrder);
        Block two = open(late);
        Block three = open(later)) {
      assertEquals(
          List.of("from-out-of-order"),
          blocks.compact(dir, List.of(two, three)).orElseThrow().compaction().hints());
      assertEquals(
          List.of(), blocks.compact(dir, List.of(one, two)).orElseThrow().compaction().hints());
    }
  }

  @Test
  void a_series_without_samples_left_is_gone_with_its_names() throws Exception {
    BlockMeta meta =
        blocks.write(dir, source().values(A, Map.of(1L, 1.0)).values(B, Map.of(2L, 2.0)), 0, 10);
    try (Block block = open(meta)) {
      block.delete(Access.system(), 0, 10, List.of(Matcher.metric("b")));
      BlockMeta cleaned = blocks.compact(dir, List.of(block)).orElseThrow();
      try (Block left = open(cleaned)) {
        assertEquals(Map.of(A, Map.of(1L, "1")), Samples.ofFresh(left));
        assertEquals(
            List.of("__name__"), left.labelNames(Access.system(), Samples.ALWAYS, List.of()));
        assertEquals(0, left.tombstones());
      }
      assertFalse(
          new String(
                  Files.readAllBytes(dir.resolve(cleaned.ulid().toString()).resolve("index")),
                  java.nio.charset.StandardCharsets.ISO_8859_1)
              .contains("x"),
          "the name of a label that no series has");
    }
  }

  @Test
  void work_that_is_cancelled_leaves_nothing() throws Exception {
    FakeSource source = source().values(A, Map.of(1L, 1.0));
    Access access = Access.system();
    access.cancel("enough");
    assertThrows(
        AccessEndedException.class,
        () ->
            blocks
                .compactor()
                .write(dir, List.of(source), new TimeRange(0, 10), Origin::head, access));
    assertEquals(List.of(), entries());
    assertEquals(1, figures.failed.sum());
  }

  /** Random blocks that overlap, deletions, and blocks put together, against a map. */
  @Test
  void whatever_is_put_together_every_sample_is_there_once() throws Exception {
    long seed = System.nanoTime();
    for (int run = 0; run < 8; run++) {
      new Run(new Random(seed + run), dir.resolve("run" + run))
          .run("seed " + seed + ", run " + run);
    }
  }

  private final class Run {

    private final Random random;
    private final Path folder;
    private final TestBlocks writing = new TestBlocks(figures);

    /** What each block holds, in the order in which they count. */
    private final Map<Ulid, NavigableMap<Labels, NavigableMap<Long, String>>> model =
        new TreeMap<>();

    Run(Random random, Path folder) throws Exception {
      this.random = random;
      this.folder = Files.createDirectories(folder);
    }

    void run(String why) throws Exception {
      for (int i = 2 + random.nextInt(5); i > 0; i--) {
        writeBlock();
      }
      try (BlockFolder opened = BlockFolder.open(folder, figures)) {
        for (int step = 0; step < 8; step++) {
          if (random.nextInt(3) == 0) {
            delete(opened);
          } else {
            compact(opened);
          }
          check(opened, why + ", step " + step);
        }
      }
    }

    private void writeBlock() throws Exception {
      long start = 100L * random.nextInt(50);
      long end = start + 100 + 100L * random.nextInt(10);
      FakeSource source = source();
      NavigableMap<Labels, NavigableMap<Long, String>> held = new TreeMap<>();
      int series = 1 + random.nextInt(20);
      for (int s = 0; s < series; s++) {
        Labels labels =
            Labels.of("__name__", "m" + random.nextInt(4), "i", "é" + random.nextInt(8));
        if (held.containsKey(labels)) {
          continue;
        }
        NavigableMap<Long, String> samples = new TreeMap<>();
        long at = start + random.nextInt(50);
        while (at < end) {
          Map<Long, Double> chunk = new TreeMap<>();
          for (int n = 1 + random.nextInt(120); n > 0 && at < end; n--) {
            chunk.put(at, at + random.nextInt(2) * 0.5);
            at += 1 + random.nextInt(10);
          }
          if (!chunk.isEmpty()) {
            source.values(labels, chunk);
            chunk.forEach((t, v) -> samples.put(t, Samples.value(v)));
          }
        }
        if (!samples.isEmpty()) {
          held.put(labels, samples);
        }
      }
      if (!held.isEmpty()) {
        model.put(writing.write(folder, source, start, end).ulid(), held);
      }
    }

    private void delete(BlockFolder opened) throws Exception {
      Matcher matcher = Matcher.metric("m" + random.nextInt(4));
      long first = random.nextInt(5000);
      long last = first + random.nextInt(3000);
      try (BlockList list = opened.blocks()) {
        for (Block block : list.blocks()) {
          block.delete(Access.system(), first, last, List.of(matcher));
        }
      }
      for (NavigableMap<Labels, NavigableMap<Long, String>> held : model.values()) {
        held.forEach(
            (labels, samples) -> {
              if (matcher.matches(labels)) {
                samples.subMap(first, last + 1).clear();
              }
            });
        held.values().removeIf(NavigableMap::isEmpty);
      }
    }

    private void compact(BlockFolder opened) throws Exception {
      try (BlockList list = opened.blocks()) {
        List<Block> some = new ArrayList<>(list.blocks());
        while (some.size() > 3) {
          some.remove(random.nextInt(some.size()));
        }
        if (some.isEmpty()) {
          return;
        }
        NavigableMap<Labels, NavigableMap<Long, String>> together = new TreeMap<>();
        for (Block block : some) {
          Objects.requireNonNull(model.get(block.meta().ulid()))
              .forEach(
                  (labels, samples) -> {
                    NavigableMap<Long, String> into =
                        together.computeIfAbsent(labels, unknown -> new TreeMap<>());
                    samples.forEach(into::putIfAbsent);
                  });
        }
        Optional<BlockMeta> written = writing.compact(folder, some);
        assertEquals(together.isEmpty(), written.isEmpty());
        List<Ulid> parents = some.stream().map(block -> block.meta().ulid()).toList();
        if (written.isPresent()) {
          model.put(written.get().ulid(), together);
          try (Block fresh = Block.open(folder.resolve(written.get().ulid().toString()))) {
            assertEquals(together, Samples.ofFresh(fresh));
            long samples = together.values().stream().mapToLong(NavigableMap::size).sum();
            assertEquals(samples, fresh.meta().stats().samples());
            assertEquals(together.size(), fresh.meta().stats().series());
          }
          opened.rescan();
        } else {
          opened.delete(parents);
        }
        model.keySet().removeAll(parents);
      }
    }

    private void check(BlockFolder opened, String why) throws Exception {
      try (BlockList list = opened.blocks()) {
        assertEquals(
            model.keySet().stream().sorted().toList(),
            list.blocks().stream().map(block -> block.meta().ulid()).sorted().toList(),
            why);
        for (Block block : list.blocks()) {
          assertEquals(model.get(block.meta().ulid()), Samples.of(block), why);
        }
      }
      try (var entries = Files.list(folder)) {
        String[] names =
            entries
                .map(entry -> entry.getFileName().toString())
                .sorted(Comparator.naturalOrder())
                .toArray(String[]::new);
        assertTrue(names.length >= model.size(), Arrays.toString(names));
      }
    }
  }
}
