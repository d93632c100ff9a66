package dev.pharos.storage.tsdb.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.model.StaleNaN;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramChunkTest {

  private record Sample(long timestampMillis, NativeHistogram histogram) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Packed(Encoding encoding, byte[] bytes) {
    ResetHeader header() {
      return ResetHeader.of(bytes[2]);
    }
  }

  /** Histogram of schema 0 with positive buckets from index 1 on. */
  private static Counts counts(long... positive) {
    return counts(ResetHint.UNKNOWN, 0, 1, positive);
  }

  private static Counts counts(ResetHint hint, int schema, int firstBucket, long... positive) {
    return new Counts(
        hint,
        schema,
        0x1p-128,
        0,
        Arrays.stream(positive).sum(),
        1.5,
        positive.length == 0 ? new Span[0] : new Span[] {new Span(firstBucket, positive.length)},
        positive,
        new Span[0],
        new long[0],
        new double[0]);
  }

  private static List<Packed> pack(List<Sample> samples) {
    return pack(samples, new ArrayList<>());
  }

  private static List<Packed> pack(List<Sample> samples, List<Sample> lasts) {
    List<Packed> chunks = new ArrayList<>();
    HistogramEncoder encoder = null;
    for (Sample sample : samples) {
      if (encoder == null || !encoder.append(sample.timestampMillis, sample.histogram)) {
        if (encoder != null) {
          chunks.add(new Packed(encoder.encoding(), encoder.seal()));
        }
        encoder = HistogramEncoder.begin(encoder, sample.timestampMillis, sample.histogram);
      }
      lasts.add(new Sample(encoder.lastMillis(), encoder.last()));
    }
    if (encoder != null) {
      chunks.add(new Packed(encoder.encoding(), encoder.seal()));
    }
    return chunks;
  }

  private static List<Packed> pack(NativeHistogram... histograms) {
    List<Sample> samples = new ArrayList<>();
    for (NativeHistogram histogram : histograms) {
      samples.add(new Sample(1000 + 15_000L * samples.size(), histogram));
    }
    return pack(samples);
  }

  private static List<Sample> read(Packed chunk) throws StorageException {
    ChunkDecoder decoder = new ChunkDecoder();
    decoder.reset(chunk.encoding, chunk.bytes, 0, chunk.bytes.length);
    List<Sample> samples = new ArrayList<>();
    while (decoder.next()) {
      samples.add(new Sample(decoder.timestampMillis(), decoder.histogram()));
    }
    assertEquals(decoder.count(), samples.size());
    return samples;
  }

  private static List<Sample> read(List<Packed> chunks) throws StorageException {
    List<Sample> samples = new ArrayList<>();
    for (Packed chunk : chunks) {
      samples.addAll(read(chunk));
    }
    return samples;
  }

  @ParameterizedTest
  @CsvSource({
    "false,false,false",
    "false,true,false",
    "true,false,false",
    "true,true,false",
    "false,false,true",
    "false,true,true",
    "true,false,true",
    "true,true,true"
  })
  void random_histograms_are_read_back(boolean floats, boolean gauge, boolean custom)
      throws Exception {
    for (long seed = 1; seed <= 25; seed++) {
      Random random = new Random(seed);
      RandomHistograms source = new RandomHistograms(random, floats, gauge, custom);
      List<Sample> samples = new ArrayList<>();
      long timestamp = random.nextLong() >> 16;
      for (int i = 0; i < 150; i++) {
        timestamp += 1 + (random.nextLong() >>> (30 + random.nextInt(33)));
        samples.add(new Sample(timestamp, source.next()));
      }
      List<Sample> lasts = new ArrayList<>();
      List<Packed> chunks = pack(samples, lasts);
      try {
        assertSame(samples, read(chunks));
        assertSame(samples, lasts);
        for (Packed chunk : chunks) {
          assertIsPackedTheSameFromWhatIsRead(chunk);
        }
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void assertSame(List<Sample> expected, List<Sample> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < found.size(); i++) {
      assertEquals(expected.get(i).timestampMillis, found.get(i).timestampMillis);
      Plain now = Plain.of(found.get(i).histogram);
      assertEquals(Plain.of(expected.get(i).histogram), now, "sample " + i);
      // A hint that there was no reset spares a query from looking for itself.
      if (found.get(i).histogram.resetHint() == ResetHint.NO_RESET) {
        assertTrue(now.follows(Plain.of(found.get(i - 1).histogram)), "hint of sample " + i);
      }
    }
  }

  private static void assertIsPackedTheSameFromWhatIsRead(Packed chunk) throws Exception {
    HistogramEncoder again = null;
    for (Sample sample : read(chunk)) {
      if (again == null) {
        again = HistogramEncoder.begin(null, sample.timestampMillis, sample.histogram);
      } else {
        assertTrue(again.append(sample.timestampMillis, sample.histogram));
      }
    }
    byte[] bytes = again == null ? new byte[0] : again.seal();
    byte[] expected = chunk.bytes.clone();
    if (chunk.header() != ResetHeader.GAUGE) {
      // Its first sample does not tell what is known of the chunk before.
      expected[2] = ResetHeader.UNKNOWN.bits();
    }
    assertArrayEquals(expected, bytes);
  }

  /** Worked out by hand from the layout in the format's documentation. */
  @Test
  void the_bytes_are_those_of_the_format() {
    HistogramEncoder encoder = HistogramEncoder.begin(null, 1000, counts(2, 1));
    assertTrue(encoder.append(2000, counts(3, 1)));
    // 0002           two samples
    // 00             nothing known of resets
    // 74             zero threshold 2^-128: -128 + 244
    // 0              schema 0
    // 10 001         one positive span: 2 buckets, 1 on
    //   10 010  10 001
    // 0              no negative one
    // 11110 001111101000   1000
    // 10 011         count 3;  0 none at zero
    // 3ff8000000000000     sum 1.5
    // 10 010         2;  10 111  one less
    // 11110 001111101000   +1000
    // 10 001         one more than before;  0 none at zero
    // 0              the same sum
    // 10 001         one more;  10 111  of the difference to the bucket before, one less
    String bits =
        "0"
            + "10001"
            + "10010"
            + "10001"
            + "0"
            + "11110001111101000"
            + "10011"
            + "0"
            + "0011111111111000"
            + "0".repeat(48)
            + "10010"
            + "10111"
            + "11110001111101000"
            + "10001"
            + "0"
            + "0"
            + "10001"
            + "10111";
    String padded = bits + "0".repeat((8 - bits.length() % 8) % 8);
    StringBuilder tail = new StringBuilder();
    for (int i = 0; i < padded.length(); i += 8) {
      tail.append("%02x".formatted(Integer.parseInt(padded.substring(i, i + 8), 2)));
    }
    assertEquals("0002" + "00" + "74" + tail, HexFormat.of().formatHex(encoder.seal()));
  }

  @Test
  void buckets_that_appear_make_room_in_the_chunk() throws Exception {
    List<Packed> chunks =
        pack(
            counts(ResetHint.UNKNOWN, 0, 5, 2, 1),
            counts(ResetHint.UNKNOWN, 0, 4, 1, 3, 1, 7),
            counts(ResetHint.UNKNOWN, 0, 4, 1, 3, 1, 8));
    assertEquals(1, chunks.size());
    Counts first = assertInstanceOf(Counts.class, read(chunks).getFirst().histogram);
    assertArrayEquals(new long[] {0, 2, 1, 0}, first.positiveCounts());
    assertArrayEquals(new Span[] {new Span(4, 4)}, first.positiveSpans());
  }

  @Test
  void an_empty_bucket_that_is_not_listed_any_more_stays_as_empty() throws Exception {
    List<Packed> chunks = pack(counts(0, 2, 0), counts(ResetHint.UNKNOWN, 0, 2, 3));
    assertEquals(1, chunks.size());
    Counts second = assertInstanceOf(Counts.class, read(chunks).getLast().histogram);
    assertArrayEquals(new long[] {0, 3, 0}, second.positiveCounts());
  }

  @Test
  void whatever_a_counter_cannot_do_begins_a_chunk() {
    Counts before = counts(2, 1);
    assertBegins(ResetHeader.RESET, before, counts(1, 1));
    assertBegins(ResetHeader.RESET, before, counts(1, 9));
    assertBegins(ResetHeader.RESET, before, counts(9));
    assertBegins(ResetHeader.RESET, before, counts(ResetHint.RESET, 0, 1, 3, 1));
    assertBegins(ResetHeader.UNKNOWN, before, counts(ResetHint.UNKNOWN, 1, 1, 3, 1));
    assertBegins(ResetHeader.GAUGE, before, counts(ResetHint.GAUGE, 0, 1, 3, 1));
  }

  @Test
  void the_first_sample_of_a_chunk_does_not_tell_of_a_reset_and_the_others_tell_of_none()
      throws Exception {
    List<Packed> chunks = pack(counts(5, 1), counts(2, 1), counts(3, 1));

    assertEquals(ResetHeader.RESET, chunks.getLast().header());
    assertEquals(
        List.of(ResetHint.UNKNOWN, ResetHint.NO_RESET),
        read(chunks.getLast()).stream().map(sample -> sample.histogram.resetHint()).toList());
  }

  private static void assertBegins(
      ResetHeader header, NativeHistogram first, NativeHistogram second) {
    List<Packed> chunks = pack(first, second);
    assertEquals(2, chunks.size());
    assertEquals(header, chunks.getLast().header());
  }

  @Test
  void a_chunk_that_was_full_is_continued_without_a_reset() throws Exception {
    HistogramEncoder full = HistogramEncoder.begin(null, 1000, counts(2, 1));
    HistogramEncoder next = HistogramEncoder.begin(full, 2000, counts(2, 1));
    Packed chunk = new Packed(next.encoding(), next.seal());
    assertEquals(ResetHeader.NO_RESET, chunk.header());
    // The chunk before may be gone when this one is read.
    assertEquals(ResetHint.UNKNOWN, read(chunk).getFirst().histogram.resetHint());
  }

  @Test
  void behind_a_stale_marker_only_others_stand() throws Exception {
    Counts stale =
        new Counts(
            ResetHint.UNKNOWN,
            2,
            1,
            0,
            0,
            StaleNaN.VALUE,
            new Span[0],
            new long[0],
            new Span[0],
            new long[0],
            new double[0]);
    List<Packed> chunks = pack(counts(2, 1), stale, stale, counts(2, 1));
    assertEquals(2, chunks.size());
    List<Sample> read = read(chunks);
    assertTrue(StaleNaN.is(read.get(1).histogram.sum()));
    assertTrue(StaleNaN.is(read.get(2).histogram.sum()));
    assertEquals(0, read.get(2).histogram.positiveSpans().length);
  }

  @Test
  void integers_and_floats_stand_in_chunks_of_their_own() {
    HistogramEncoder encoder = HistogramEncoder.begin(null, 1000, counts(2, 1));
    FloatCounts floats =
        new FloatCounts(
            ResetHint.UNKNOWN,
            0,
            0,
            0,
            0,
            0,
            new Span[0],
            new double[0],
            new Span[0],
            new double[0],
            new double[0]);
    assertFalse(encoder.append(2000, floats));
    HistogramEncoder next = HistogramEncoder.begin(encoder, 2000, floats);
    assertEquals(Encoding.FLOAT_HISTOGRAM, next.encoding());
    assertEquals(ResetHeader.UNKNOWN, ResetHeader.of(next.seal()[2]));
  }

  @Test
  void a_histogram_finer_than_known_is_brought_down() throws Exception {
    // Indexes -3 to 6 at schema 10 are 0 to 2 at schema 8, each with up to four of them.
    Counts fine = counts(ResetHint.UNKNOWN, 10, -3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    Counts wide = assertInstanceOf(Counts.class, read(pack(fine, fine)).getLast().histogram);
    assertEquals(8, wide.schema());
    assertArrayEquals(new Span[] {new Span(0, 3)}, wide.positiveSpans());
    assertArrayEquals(new long[] {1 + 2 + 3 + 4, 5 + 6 + 7 + 8, 9 + 10}, wide.positiveCounts());
  }

  /** Written by a newer server, as this one does not write it. */
  @Test
  void a_chunk_finer_than_known_is_brought_down_when_it_is_read() throws Exception {
    Counts fine = counts(ResetHint.UNKNOWN, 52, 1, 1, 2);
    BitWriter bits = new BitWriter(64);
    bits.write(1, 16);
    bits.write(0, 8);
    HistogramLayout layout = HistogramLayout.of(fine);
    layout.write(bits);
    bits.writeVarbit(1000);
    new CountsPacking(2, 0).writeFirst(bits, fine);
    byte[] bytes = Arrays.copyOf(bits.bytes(), bits.size());
    Counts read =
        assertInstanceOf(
            Counts.class, read(new Packed(Encoding.HISTOGRAM, bytes)).getFirst().histogram);
    assertEquals(8, read.schema());
    assertArrayEquals(new long[] {3}, read.positiveCounts());
    assertArrayEquals(new Span[] {new Span(1, 1)}, read.positiveSpans());
  }

  @Test
  void a_schema_that_nobody_knows_is_refused_by_its_number() {
    BitWriter bits = new BitWriter(64);
    bits.write(1, 16);
    bits.write(0, 8);
    new HistogramLayout(53, 0, Buckets.NONE, Buckets.NONE, new double[0]).write(bits);
    byte[] bytes = Arrays.copyOf(bits.bytes(), bits.size());
    StorageException e =
        assertThrows(StorageException.class, () -> read(new Packed(Encoding.HISTOGRAM, bytes)));
    assertEquals("histogram schema 53 is not read here, only -9 to 52 and -53 are", e.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> HistogramEncoder.begin(null, 0, counts(ResetHint.UNKNOWN, 53, 1, 1)));
  }

  @Test
  void counts_that_are_not_those_of_the_spans_are_refused() {
    Counts torn =
        new Counts(
            ResetHint.UNKNOWN,
            0,
            0,
            0,
            3,
            1,
            new Span[] {new Span(0, 2)},
            new long[] {3},
            new Span[0],
            new long[0],
            new double[0]);
    var e =
        assertThrows(IllegalArgumentException.class, () -> HistogramEncoder.begin(null, 0, torn));
    assertEquals("spans tell of 2 buckets, but there are 1", e.getMessage());
  }

  @Test
  void encodings_of_newer_servers_are_refused_by_name() {
    assertEquals(
        "chunk encoding 4 (XOR2, which storage.tsdb.chunk_encoding.floats: xor2 makes Prometheus"
            + " write) is not read here, only 1, 2 and 3 are",
        assertThrows(StorageException.class, () -> Encoding.of((byte) 4)).getMessage());
    assertEquals(
        "chunk encoding 5 (histograms with start timestamps, of the feature histograms-st-encoding)"
            + " is not read here, only 1, 2 and 3 are",
        assertThrows(StorageException.class, () -> Encoding.of((byte) 5)).getMessage());
    assertEquals(
        "chunk encoding 200 (unknown) is not read here, only 1, 2 and 3 are",
        assertThrows(StorageException.class, () -> Encoding.of((byte) 200)).getMessage());
  }
}
