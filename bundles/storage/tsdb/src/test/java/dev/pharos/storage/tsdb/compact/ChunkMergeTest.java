package dev.pharos.storage.tsdb.compact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.series.ChunkList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChunkMergeTest {

  private static final Labels SERIES = Labels.of("__name__", "s");
  private static final NativeHistogram.Span[] ONE_BUCKET = {new NativeHistogram.Span(0, 1)};
  private static final NativeHistogram.Span[] NO_BUCKETS = {};

  /** Values that are their own timestamps. */
  private static Map<Long, Double> values(long... millis) {
    Map<Long, Double> values = new TreeMap<>();
    Arrays.stream(millis).forEach(at -> values.put(at, (double) at));
    return values;
  }

  private static Map<Long, Double> steps(long from, long to, long step) {
    return values(LongStream.iterate(from, at -> at <= to, at -> at + step).toArray());
  }

  private static NativeHistogram histogram(long count) {
    return new NativeHistogram.Counts(
        NativeHistogram.ResetHint.UNKNOWN,
        0,
        0.001,
        0,
        count,
        count,
        ONE_BUCKET,
        new long[] {count},
        NO_BUCKETS,
        new long[0],
        new double[0]);
  }

  private static FakeSource source() {
    return new FakeSource();
  }

  private static List<PackedChunk> merge(long first, long last, FakeSource... sources)
      throws StorageException {
    List<ChunkList> lists = Arrays.stream(sources).map(source -> source.chunks(SERIES)).toList();
    return new ChunkMerge(first, last).merge(lists);
  }

  private static List<PackedChunk> merge(FakeSource... sources) throws StorageException {
    return merge(Long.MIN_VALUE, Long.MAX_VALUE, sources);
  }

  private static List<Long> times(List<PackedChunk> chunks) throws StorageException {
    return List.copyOf(Samples.of(chunks).keySet());
  }

  private static void assertSame(ChunkList list, int chunk, PackedChunk passed)
      throws StorageException {
    int length = list.length(chunk);
    assertArrayEquals(
        Arrays.copyOf(list.read(chunk, new byte[0]), length),
        Arrays.copyOf(passed.bytes(), passed.length()));
  }

  @Test
  void chunks_that_nothing_happened_to_are_passed_on_as_they_are() throws Exception {
    FakeSource first = source().values(SERIES, values(1, 2, 3)).values(SERIES, values(10, 11));
    FakeSource second = source().values(SERIES, values(5, 6));
    List<PackedChunk> merged = merge(first, second);
    assertEquals(3, merged.size());
    assertSame(first.chunks(SERIES), 0, merged.get(0));
    assertSame(second.chunks(SERIES), 0, merged.get(1));
    assertSame(first.chunks(SERIES), 1, merged.get(2));
  }

  @Test
  void chunks_that_overlap_become_one() throws Exception {
    FakeSource first = source().values(SERIES, values(1, 3, 5));
    FakeSource second = source().values(SERIES, values(2, 4, 9));
    List<PackedChunk> merged = merge(first, second);
    assertEquals(1, merged.size());
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 9L), times(merged));
  }

  @Test
  void of_two_samples_of_the_same_time_that_of_the_earlier_source_counts() throws Exception {
    FakeSource first = source().values(SERIES, Map.of(1L, 10.0, 2L, 20.0));
    FakeSource second = source().values(SERIES, Map.of(0L, 1.0, 1L, 11.0, 2L, 21.0, 3L, 31.0));
    assertEquals(
        Map.of(0L, Samples.value(1), 1L, "10", 2L, "20", 3L, "31"),
        Samples.of(merge(first, second)));
    assertEquals(
        Map.of(0L, Samples.value(1), 1L, "11", 2L, "21", 3L, "31"),
        Samples.of(merge(second, first)));
  }

  @Test
  void what_was_written_twice_is_passed_on_once() throws Exception {
    FakeSource source = source().values(SERIES, values(1, 2, 3));
    List<PackedChunk> merged = merge(source, source, source);
    assertEquals(1, merged.size());
    assertSame(source.chunks(SERIES), 0, merged.getFirst());
  }

  @Test
  void a_chunk_within_one_source_overlapping_the_next_is_merged_too() throws Exception {
    FakeSource late =
        source()
            .values(SERIES, values(1, 9))
            .values(SERIES, values(2, 5))
            .values(SERIES, values(20));
    List<PackedChunk> merged = merge(late);
    assertEquals(2, merged.size());
    assertEquals(List.of(1L, 2L, 5L, 9L, 20L), times(merged));
  }

  @Test
  void no_packed_chunk_has_more_than_120_samples() throws Exception {
    FakeSource even = source().values(SERIES, steps(0, 200, 2));
    FakeSource odd = source().values(SERIES, steps(1, 201, 2));
    List<PackedChunk> merged = merge(even, odd);
    assertEquals(2, merged.size());
    assertEquals(119, merged.getFirst().maxMillis());
    assertEquals(LongStream.rangeClosed(0, 201).boxed().toList(), times(merged));
  }

  @Test
  void deleted_samples_are_gone_and_chunks_beside_them_untouched() throws Exception {
    FakeSource source =
        source()
            .values(SERIES, values(1, 2, 3))
            .values(SERIES, values(4, 5, 6))
            .values(SERIES, values(7, 8, 9))
            .delete(SERIES, 2, 2)
            .delete(SERIES, 4, 6);
    List<PackedChunk> merged = merge(source);
    assertEquals(List.of(1L, 3L, 7L, 8L, 9L), times(merged));
    assertEquals(2, merged.size());
    assertSame(source.chunks(SERIES), 2, merged.get(1));
  }

  @Test
  void a_deleted_sample_does_not_hide_that_of_another_source() throws Exception {
    FakeSource first = source().values(SERIES, values(1, 2, 3)).delete(SERIES, 0, 9);
    FakeSource second = source().values(SERIES, values(2));
    assertEquals(List.of(2L), times(merge(first, second)));
    FakeSource third = source().values(SERIES, values(1, 2, 3)).delete(SERIES, 2, 2);
    FakeSource fourth = source().values(SERIES, values(1, 2, 3));
    assertEquals(List.of(1L, 2L, 3L), times(merge(third, fourth)));
  }

  @Test
  void samples_outside_the_range_are_left_out() throws Exception {
    FakeSource source =
        source()
            .values(SERIES, values(1, 2, 3))
            .values(SERIES, values(4, 5, 6))
            .values(SERIES, values(7, 8, 9));
    List<PackedChunk> merged = merge(3, 8, source);
    assertEquals(List.of(3L, 4L, 5L, 6L, 7L, 8L), times(merged));
    assertSame(source.chunks(SERIES), 1, merged.get(1));
    assertEquals(List.of(), merge(10, 20, source));
  }

  @Test
  void a_chunk_with_all_samples_deleted_one_by_one_leaves_none() throws Exception {
    FakeSource source =
        source().values(SERIES, values(1, 5)).delete(SERIES, 1, 1).delete(SERIES, 5, 5);
    assertEquals(List.of(), merge(source));
  }

  @Test
  void a_merge_is_used_again_for_the_next_series() throws Exception {
    ChunkMerge merge = new ChunkMerge(Long.MIN_VALUE, Long.MAX_VALUE);
    FakeSource first = source();
    for (long at = 0; at < 5000; at += 100) {
      first.values(SERIES, steps(at, at + 99, 1));
    }
    assertEquals(5000, times(merge.merge(List.of(first.chunks(SERIES)))).size());
    FakeSource second = source().values(SERIES, values(1, 2, 3)).delete(SERIES, 2, 2);
    assertEquals(List.of(1L, 3L), times(merge.merge(List.of(second.chunks(SERIES)))));
  }

  @Test
  void values_and_histograms_of_one_series_go_into_chunks_of_their_own() throws Exception {
    FakeSource values = source().values(SERIES, values(1, 2, 6));
    FakeSource histograms =
        source().histograms(SERIES, Map.of(3L, histogram(3), 4L, histogram(4), 8L, histogram(8)));
    List<PackedChunk> merged = merge(values, histograms);
    assertEquals(
        List.of(Encoding.XOR, Encoding.HISTOGRAM, Encoding.XOR, Encoding.HISTOGRAM),
        merged.stream().map(PackedChunk::encoding).toList());
    assertEquals(List.of(1L, 2L, 3L, 4L, 6L, 8L), times(merged));
  }

  @Test
  void histograms_that_overlap_are_merged_and_cut_at_resets() throws Exception {
    FakeSource first = source().histograms(SERIES, Map.of(1L, histogram(1), 3L, histogram(30)));
    FakeSource second = source().histograms(SERIES, Map.of(2L, histogram(2), 4L, histogram(4)));
    List<PackedChunk> merged = merge(first, second);
    NavigableMap<Long, String> samples = Samples.of(merged);
    assertEquals(List.of(1L, 2L, 3L, 4L), List.copyOf(samples.keySet()));
    assertEquals(Samples.histogram(histogram(30)), samples.get(3L));
    assertEquals(2, merged.size(), "the count falls from 30 to 4");
  }

  /** Whatever chunks there are, each sample that is left comes once, in order, the right one. */
  @Test
  void any_chunks_give_what_a_map_would_hold() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 2000; run++) {
      List<FakeSource> sources = new ArrayList<>();
      NavigableMap<Long, String> expected = new TreeMap<>();
      long first = random.nextInt(4) == 0 ? random.nextInt(100) : Long.MIN_VALUE;
      long last = random.nextInt(4) == 0 ? 200 + random.nextInt(200) : Long.MAX_VALUE;
      for (int s = random.nextInt(5); s >= 0; s--) {
        FakeSource source = source();
        NavigableMap<Long, String> held = new TreeMap<>();
        boolean overlapping = random.nextInt(4) == 0;
        long from = random.nextInt(100);
        for (int c = random.nextInt(5); c > 0; c--) {
          Map<Long, Double> chunk = new TreeMap<>();
          for (int i = random.nextInt(60); i >= 0; i--) {
            from += 1 + random.nextInt(4);
            if (!held.containsKey(from)) {
              chunk.put(from, from + random.nextInt(3) * 0.25);
            }
          }
          if (!chunk.isEmpty()) {
            source.values(SERIES, chunk);
            chunk.forEach((at, value) -> held.put(at, Samples.value(value)));
          }
          from = overlapping ? random.nextInt(300) : from + random.nextInt(50);
        }
        for (int d = random.nextInt(3); d > 0; d--) {
          long start = random.nextInt(400);
          long end = start + random.nextInt(100);
          source.delete(SERIES, start, end);
          held.subMap(start, end + 1).clear();
        }
        sources.add(source);
        held.forEach(expected::putIfAbsent);
      }
      expected.headMap(first).clear();
      if (last < Long.MAX_VALUE) {
        expected.tailMap(last + 1).clear();
      }
      FakeSource[] array = sources.toArray(FakeSource[]::new);
      assertEquals(expected, Samples.of(merge(first, last, array)), "seed " + seed);
    }
  }

  @Test
  void a_series_of_a_thousand_chunks_is_merged() throws Exception {
    FakeSource source = source();
    IntStream.range(0, 1000).forEach(i -> source.values(SERIES, values(i, 2000 - i)));
    assertEquals(2000, times(merge(source)).size());
  }
}
