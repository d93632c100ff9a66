package dev.pharos.storage.tsdb.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.model.Labels;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SampleCursor.Kind;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.series.Intervals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MergedSetTest {

  private static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
  private static final Labels A = Labels.of("__name__", "a");
  private static final Labels B = Labels.of("__name__", "b");
  private static final Labels C = Labels.of("__name__", "c");

  private static MergedSet merge(TimeRange range, PackedSet... sets) {
    return new MergedSet(Access.system(), range, List.of(sets), () -> {});
  }

  /** The cursor over the only series that the sources have. */
  private static SampleCursor cursor(TimeRange range, PackedChunks... sources) throws Exception {
    MergedSet set =
        merge(
            range,
            Arrays.stream(sources).map(s -> new PackedSet().with(A, s)).toArray(PackedSet[]::new));
    assertTrue(set.next());
    return set.samples();
  }

  private static List<String> rest(SampleCursor cursor) throws StorageException {
    List<String> samples = new ArrayList<>();
    while (cursor.next() == Kind.VALUE) {
      samples.add(cursor.timestampMillis() + "=" + (int) cursor.value());
    }
    return samples;
  }

  @Test
  void series_of_all_sources_come_once_each_in_order() throws Exception {
    MergedSet set =
        merge(
            ALWAYS,
            new PackedSet()
                .with(A, new PackedChunks().with(1, 10))
                .with(C, new PackedChunks().with(1, 10)),
            new PackedSet()
                .with(B, new PackedChunks().with(2, 20))
                .with(C, new PackedChunks().with(2, 20)));
    List<String> found = new ArrayList<>();
    while (set.next()) {
      found.add(set.labels().metricName() + rest(set.samples()));
    }
    assertEquals(List.of("a[10=1]", "b[20=2]", "c[10=1, 20=2]"), found);
    assertFalse(set.next());
    assertThrows(IllegalStateException.class, set::labels);
    assertThrows(IllegalStateException.class, set::samples);
  }

  @Test
  void nothing_of_no_sources() throws Exception {
    assertFalse(merge(ALWAYS).next());
    assertFalse(merge(ALWAYS, new PackedSet()).next());
  }

  @Test
  void closing_closes_all_sources() {
    PackedSet one = new PackedSet();
    PackedSet other = new PackedSet();
    merge(ALWAYS, one, other).close();
    assertTrue(one.closed && other.closed);
  }

  @Test
  void an_access_that_has_ended_ends_the_reading_of_series_and_of_samples() throws Exception {
    Access access = Access.system();
    PackedSet source = new PackedSet().with(A, new PackedChunks().with(1, 10).with(1, 20));
    MergedSet set = new MergedSet(access, ALWAYS, List.of(source), () -> {});
    assertTrue(set.next());
    SampleCursor cursor = set.samples();
    assertEquals(Kind.VALUE, cursor.next());
    access.cancel("enough");
    assertThrows(AccessEndedException.class, cursor::next);
    assertThrows(AccessEndedException.class, set::next);
  }

  @Test
  void chunks_of_several_sources_that_lie_apart_are_read_one_after_the_other() throws Exception {
    PackedChunks head = new PackedChunks().with(3, 50, 60).with(3, 70);
    PackedChunks block = new PackedChunks().with(1, 10, 20).with(1, 30, 40);
    assertEquals(
        List.of("10=1", "20=1", "30=1", "40=1", "50=3", "60=3", "70=3"),
        rest(cursor(ALWAYS, head, block)));
    assertEquals(1, LaneChunks.arrange(head, block).size());
  }

  @Test
  void where_sources_have_the_same_instant_the_first_counts() throws Exception {
    PackedChunks first = new PackedChunks().with(1, 20, 30, 50);
    PackedChunks second = new PackedChunks().with(2, 10, 20, 30, 40).with(2, 50, 60);
    assertEquals(
        List.of("10=2", "20=1", "30=1", "40=2", "50=1", "60=2"),
        rest(cursor(ALWAYS, first, second)));
    assertEquals(
        List.of("10=2", "20=2", "30=2", "40=2", "50=2", "60=2"),
        rest(cursor(ALWAYS, second, first)));
  }

  @Test
  void samples_outside_the_range_are_left_out() throws Exception {
    PackedChunks chunks = new PackedChunks().with(1, 10, 20, 30).with(1, 40, 50);
    assertEquals(List.of("20=1", "30=1", "40=1"), rest(cursor(new TimeRange(15, 50), chunks)));
  }

  @Test
  void deleted_samples_are_left_out_of_the_source_they_were_deleted_in() throws Exception {
    PackedChunks holed = new PackedChunks(Intervals.add(null, 20, 40)).with(1, 10, 20, 30, 40, 50);
    assertEquals(List.of("10=1", "50=1"), rest(cursor(ALWAYS, holed)));
    PackedChunks whole = new PackedChunks().with(2, 30, 60);
    assertEquals(List.of("10=1", "30=2", "50=1", "60=2"), rest(cursor(ALWAYS, holed, whole)));
  }

  @Test
  void chunks_that_a_seek_leaves_behind_are_never_read() throws Exception {
    PackedChunks chunks = new PackedChunks();
    for (int i = 0; i < 100; i++) {
      chunks.with(i, 100L * i, 100L * i + 50);
    }
    SampleCursor cursor = cursor(ALWAYS, chunks);
    assertEquals(Kind.VALUE, cursor.seek(5020));
    assertEquals(5050, cursor.timestampMillis());
    assertEquals(Kind.VALUE, cursor.seek(9901));
    assertEquals(9950, cursor.timestampMillis());
    assertEquals(Kind.END, cursor.seek(9951));
    assertEquals(2, chunks.reads);
  }

  @Test
  void a_chunk_of_another_source_is_not_read_before_its_time() throws Exception {
    PackedChunks first = new PackedChunks().with(1, 10, 20, 30, 40);
    PackedChunks late = new PackedChunks().with(2, 35, 45).with(2, 55);
    SampleCursor cursor = cursor(ALWAYS, first, late);
    cursor.seek(30);
    assertEquals(0, late.reads);
    assertEquals(List.of("35=2", "40=1", "45=2", "55=2"), rest(cursor));
    assertEquals(2, late.reads);
  }

  /** Random chunks, deletions and ranges, read in every way there is. */
  @Test
  void whatever_is_done_in_whatever_order_gives_what_a_map_says() throws Exception {
    for (int round = 0; round < 400; round++) {
      long seed = System.nanoTime();
      Random random = new Random(seed);
      Map<Long, Double> all = new TreeMap<>();
      List<PackedChunks> sources = new ArrayList<>();
      for (int rank = random.nextInt(4); rank >= 0; rank--) {
        sources.add(source(random, all));
      }
      long from = random.nextInt(3000) - 200L;
      TimeRange range = new TimeRange(from, from + 1 + random.nextInt(3000));
      all.keySet().removeIf(t -> !range.contains(t));
      List<String> expected = new ArrayList<>();
      all.forEach((t, v) -> expected.add(t + "=" + v));
      List<String> found =
          readAtRandom(random, cursor(range, sources.toArray(PackedChunks[]::new)), expected);
      assertEquals(expected, found, "seed " + seed);
    }
  }

  private static PackedChunks source(Random random, Map<Long, Double> all) {
    long first = random.nextInt(2500);
    long[] deleted =
        random.nextInt(3) == 0 ? new long[] {first, first + random.nextInt(500)} : null;
    PackedChunks source = new PackedChunks(deleted);
    boolean overlapping = random.nextInt(3) == 0;
    Map<Long, Double> here = new TreeMap<>();
    long start = random.nextInt(1000);
    for (int chunk = random.nextInt(12); chunk >= 0; chunk--) {
      long[] timestamps = new long[1 + random.nextInt(20)];
      long at = start;
      double value = random.nextInt(1000);
      for (int i = 0; i < timestamps.length; i++) {
        timestamps[i] = at;
        if (!Intervals.contains(deleted, at)) {
          here.putIfAbsent(at, value);
        }
        at += 1 + random.nextInt(20);
      }
      source.with(value, timestamps);
      start = overlapping ? start + random.nextInt(100) : at + random.nextInt(200);
    }
    here.forEach(all::putIfAbsent);
    return source;
  }

  /** Reads with next, seek and read in turn; a seek drops from what is expected what it skips. */
  private static List<String> readAtRandom(
      Random random, SampleCursor cursor, List<String> expected) throws StorageException {
    List<String> found = new ArrayList<>();
    long[] timestamps = new long[40];
    double[] values = new double[40];
    while (true) {
      switch (random.nextInt(3)) {
        case 0 -> {
          if (cursor.next() == Kind.END) {
            return found;
          }
          found.add(cursor.timestampMillis() + "=" + cursor.value());
        }
        case 1 -> {
          int from = random.nextInt(10);
          int to = from + random.nextInt(30);
          int read = cursor.read(timestamps, values, from, to);
          for (int i = from; i < from + read; i++) {
            found.add(timestamps[i] + "=" + values[i]);
          }
          if (read < to - from) {
            assertEquals(Kind.END, cursor.seek(Long.MIN_VALUE));
            return found;
          }
          if (read > 0) {
            assertEquals(timestamps[from + read - 1], cursor.timestampMillis());
          }
        }
        default -> {
          if (found.size() < expected.size()) {
            int to = found.size() + random.nextInt(Math.min(9, expected.size() - found.size()));
            long target = Long.parseLong(expected.get(to).replaceAll("=.*", ""));
            expected.subList(found.size(), to).clear();
            assertEquals(Kind.VALUE, cursor.seek(target));
            found.add(cursor.timestampMillis() + "=" + cursor.value());
          }
        }
      }
    }
  }
}
