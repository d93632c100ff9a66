package dev.pharos.storage.tsdb.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.MetricType;
import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.testkit.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The expected bytes are worked out by hand from the format's documentation. */
class RecordsTest {

  /** Notes what records hold, as texts. */
  static final class Noting implements RecordVisitor {

    final List<String> notes = new ArrayList<>();

    @Override
    public void series(long reference, Labels labels) {
      notes.add("series " + reference + " " + labels);
    }

    @Override
    public void sample(long reference, long startMillis, long timestampMillis, double value) {
      notes.add(
          "sample " + reference + " " + startMillis + " " + Reading.value(timestampMillis, value));
    }

    @Override
    public void histogram(
        long reference, long startMillis, long timestampMillis, NativeHistogram histogram) {
      notes.add(
          "histogram "
              + reference
              + " "
              + startMillis
              + " "
              + Reading.histogram(timestampMillis, histogram));
    }

    @Override
    public void tombstone(long reference, long firstMillis, long lastMillis) {
      notes.add("tombstone " + reference + " " + firstMillis + " " + lastMillis);
    }

    @Override
    public void exemplar(long reference, Exemplar exemplar) {
      notes.add("exemplar " + reference + " " + exemplar);
    }

    @Override
    public void metadata(long reference, Metadata metadata) {
      notes.add("metadata " + reference + " " + metadata);
    }

    @Override
    public void other(int type) {
      notes.add("other " + type);
    }
  }

  private static List<byte[]> encode(Consumer<RecordEncoder> writing) {
    RecordBuffer buffer = new RecordBuffer();
    RecordEncoder encoder = new RecordEncoder(buffer);
    writing.accept(encoder);
    encoder.finish();
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < buffer.records(); i++) {
      records.add(Arrays.copyOfRange(buffer.bytes(), buffer.start(i), buffer.end(i)));
    }
    return records;
  }

  private static List<String> decode(List<byte[]> records) throws DamagedRecordException {
    Noting noting = new Noting();
    for (byte[] record : records) {
      new RecordDecoder(noting).decode(record, record.length);
    }
    return noting.notes;
  }

  private static void assertBytes(String expectedHex, List<byte[]> records) {
    assertEquals(1, records.size());
    assertEquals(expectedHex.replace(" ", ""), HexFormat.of().formatHex(records.getFirst()));
  }

  @Test
  void series_have_eight_bytes_of_reference_and_counted_texts() throws Exception {
    Labels labels = Labels.of("__name__", "up", "job", "é");
    List<byte[]> records = encode(out -> out.series(258, labels));

    assertBytes("01 0000000000000102 02 08 5f5f6e616d655f5f 02 7570 03 6a6f62 02 c3a9", records);
    assertEquals(List.of("series 258 up{job=\"é\"}"), decode(records));
  }

  @Test
  void samples_are_differences_from_the_first_of_their_record() throws Exception {
    List<byte[]> records =
        encode(
            out -> {
              out.sample(5, 0, 1000, 1.0);
              out.sample(7, 0, 1000, -0.0);
              out.sample(4, 0, 872, 1.5);
            });

    assertBytes(
        "02 0000000000000005 00000000000003e8"
            + "00 00 3ff0000000000000"
            + "04 00 8000000000000000"
            + "01 ff01 3ff8000000000000",
        records);
    assertEquals(
        List.of("sample 5 0 1000 1.0", "sample 7 0 1000 -0.0", "sample 4 0 872 1.5"),
        decode(records));
  }

  @Test
  void tombstones_tell_both_ends() throws Exception {
    List<byte[]> records = encode(out -> out.tombstone(3, -1, 64));
    assertBytes("03 0000000000000003 01 8001", records);
    assertEquals(List.of("tombstone 3 -1 64"), decode(records));
  }

  @Test
  void exemplars_are_like_samples_with_labels_behind() throws Exception {
    List<byte[]> records =
        encode(out -> out.exemplar(9, new Exemplar(Labels.of("t", "x"), 2.0, 10)));
    assertBytes(
        "04 0000000000000009 000000000000000a 00 00 4000000000000000 01 01 74 01 78", records);
    assertEquals(
        List.of("exemplar 9 " + new Exemplar(Labels.of("t", "x"), 2.0, 10)), decode(records));
  }

  @Test
  void metadata_is_a_type_and_named_texts() throws Exception {
    List<byte[]> records =
        encode(out -> out.metadata(300, new Metadata(MetricType.COUNTER, "h", "s")));
    assertBytes("06 ac02 01 02 04 554e4954 01 73 04 48454c50 01 68", records);
    assertEquals(
        List.of("metadata 300 " + new Metadata(MetricType.COUNTER, "h", "s")), decode(records));
  }

  @Test
  void every_metric_type_comes_back() throws Exception {
    for (MetricType type : MetricType.values()) {
      Metadata metadata = new Metadata(type, "help", "unit");
      assertEquals(
          List.of("metadata 1 " + metadata), decode(encode(out -> out.metadata(1, metadata))));
    }
  }

  private static NativeHistogram counts(NativeHistogram.ResetHint hint) {
    return new NativeHistogram.Counts(
        hint,
        1,
        0.5,
        3,
        10,
        2.0,
        new NativeHistogram.Span[] {new NativeHistogram.Span(-1, 2)},
        new long[] {4, 3},
        new NativeHistogram.Span[0],
        new long[0],
        new double[0]);
  }

  @Test
  void histograms_tell_buckets_as_differences() throws Exception {
    NativeHistogram histogram = counts(NativeHistogram.ResetHint.NO_RESET);
    List<byte[]> records = encode(out -> out.histogram(2, 0, 20, histogram));

    assertBytes(
        "07 0000000000000002 0000000000000014 00 00"
            + "02 02 3fe0000000000000 03 0a 4000000000000000"
            + "01 01 02"
            + "00"
            + "02 08 01"
            + "00",
        records);
    assertEquals(List.of("histogram 2 0 " + Reading.histogram(20, histogram)), decode(records));
  }

  @Test
  void float_histograms_tell_buckets_as_floats() throws Exception {
    NativeHistogram histogram =
        new NativeHistogram.FloatCounts(
            NativeHistogram.ResetHint.GAUGE,
            -4,
            0,
            0.5,
            1.5,
            2.0,
            new NativeHistogram.Span[0],
            new double[0],
            new NativeHistogram.Span[] {new NativeHistogram.Span(3, 1)},
            new double[] {1.0},
            new double[0]);
    List<byte[]> records = encode(out -> out.histogram(2, 0, 20, histogram));

    assertBytes(
        "08 0000000000000002 0000000000000014 00 00"
            + "03 07 0000000000000000 3fe0000000000000 3ff8000000000000 4000000000000000"
            + "00"
            + "01 06 01"
            + "00"
            + "01 3ff0000000000000",
        records);
    assertEquals(List.of("histogram 2 0 " + Reading.histogram(20, histogram)), decode(records));
  }

  @Test
  void histograms_with_boundaries_of_their_own_have_records_of_their_own() throws Exception {
    NativeHistogram ints =
        new NativeHistogram.Counts(
            NativeHistogram.ResetHint.UNKNOWN,
            NativeHistogram.CUSTOM_BUCKETS_SCHEMA,
            0,
            0,
            1,
            1,
            new NativeHistogram.Span[] {new NativeHistogram.Span(0, 1)},
            new long[] {1},
            new NativeHistogram.Span[0],
            new long[0],
            new double[] {0.25});
    NativeHistogram floats =
        new NativeHistogram.FloatCounts(
            NativeHistogram.ResetHint.RESET,
            NativeHistogram.CUSTOM_BUCKETS_SCHEMA,
            0,
            0,
            1,
            1,
            new NativeHistogram.Span[] {new NativeHistogram.Span(0, 1)},
            new double[] {1},
            new NativeHistogram.Span[0],
            new double[0],
            new double[] {0.25});
    List<byte[]> records =
        encode(
            out -> {
              out.histogram(1, 0, 1, ints);
              out.histogram(1, 0, 2, floats);
            });

    assertEquals(List.of(9, 10), records.stream().map(record -> (int) record[0]).toList());
    assertEquals(
        List.of(
            "histogram 1 0 " + Reading.histogram(1, ints),
            "histogram 1 0 " + Reading.histogram(2, floats)),
        decode(records));
  }

  @Test
  void every_reset_hint_comes_back() throws Exception {
    for (NativeHistogram.ResetHint hint : NativeHistogram.ResetHint.values()) {
      assertEquals(
          List.of("histogram 1 0 " + Reading.histogram(1, counts(hint))),
          decode(encode(out -> out.histogram(1, 0, 1, counts(hint)))));
    }
  }

  /** Records of a later original, which this version reads and does not write. */
  @Test
  void samples_with_starts_are_read() throws Exception {
    byte[] record =
        HexFormat.of()
            .parseHex(
                ("0b 0a d00f c801 3ff0000000000000"
                        + "02 02 01 4000000000000000"
                        + "02 04 02 0a 4008000000000000"
                        + "01 06 00 4010000000000000")
                    .replace(" ", ""));
    assertEquals(
        List.of(
            "sample 5 100 1000 1.0",
            "sample 6 100 1001 2.0",
            "sample 7 105 1002 3.0",
            "sample 6 0 1003 4.0"),
        decode(List.of(record)));
  }

  @Test
  void a_record_of_a_kind_to_come_is_told_and_passed_over() throws Exception {
    assertEquals(List.of("other 14"), decode(List.of(new byte[] {14, 1, 2, 3})));
  }

  @Test
  void a_large_batch_is_split_into_records_of_bounded_size() throws Exception {
    int samples = 200_000;
    List<byte[]> records =
        encode(
            out -> {
              for (int i = 0; i < samples; i++) {
                out.sample(i, 0, i, i);
              }
            });
    assertTrue(records.size() > 1);
    assertTrue(records.stream().allMatch(record -> record.length < 600_000));
    List<String> decoded = decode(records);
    assertEquals(samples, decoded.size());
    assertEquals("sample 199999 0 199999 199999.0", decoded.getLast());
  }

  @Test
  void a_record_cut_short_anywhere_is_damaged_or_tells_less() throws Exception {
    List<byte[]> records =
        encode(
            out -> {
              out.series(1, Labels.of("a", "b", "c", "d"));
              out.sample(1, 0, 5, 1);
              out.sample(2, 0, 6, 1);
              out.histogram(1, 0, 1, counts(NativeHistogram.ResetHint.RESET));
              out.exemplar(1, new Exemplar(Labels.of("t", "x"), 2.0, 10));
              out.metadata(1, new Metadata(MetricType.GAUGE, "help", "unit"));
              out.tombstone(1, 100, 200);
            });
    for (byte[] record : records) {
      List<String> whole = decode(List.of(record));
      for (int length = 0; length < record.length; length++) {
        Noting noting = new Noting();
        try {
          new RecordDecoder(noting).decode(record, length);
        } catch (DamagedRecordException e) {
          assertTrue(e.toString().contains(Integer.toString(length)), e.toString());
        }
        assertEquals(whole.subList(0, noting.notes.size()), noting.notes);
        assertTrue(noting.notes.size() < whole.size());
      }
    }
  }

  @Test
  void a_count_larger_than_the_record_is_damage_and_no_allocation() {
    byte[] record = HexFormat.of().parseHex("010000000000000001ffffffff07");
    assertThrows(
        DamagedRecordException.class,
        () -> new RecordDecoder(new Noting()).decode(record, record.length));
  }
}
