package dev.pharos.web.prometheus.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.Principal;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.StaleNaN;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SampleCursor.Kind;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.memory.MemoryStorage;
import dev.pharos.web.prometheus.remote.WriteReceiver.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WriteReceiverTest {

  private static final long NOW = 1_600_000_000_000L;
  private static final TimeRange ALL = new TimeRange(0, NOW * 2);
  private static final Reply DONE = new Reply(204, "");

  private final MemoryStorage storage = new MemoryStorage();
  private final WriteReceiver receiver = receiver();

  private static WriteReceiver receiver() {
    return new WriteReceiver(
        new WriteMetrics(),
        InstantSource.fixed(Instant.ofEpochMilli(NOW)),
        System::nanoTime,
        1 << 20,
        64 << 20);
  }

  private Reply post(byte[] body) throws IOException {
    return post(storage, body);
  }

  private Reply post(SampleWriter writer, byte[] body) throws IOException {
    return receiver.receive(
        writer, "application/x-protobuf", "snappy", body.length, new ByteArrayInputStream(body));
  }

  private static WriteRequests request() {
    return WriteRequests.message();
  }

  private Map<Labels, List<Object>> stored() throws StorageException {
    Map<Labels, List<Object>> all = new TreeMap<>();
    try (SeriesSet set =
        storage.select(
            Access.of(Principal.ANONYMOUS),
            ALL,
            List.of(new Matcher(Matcher.Type.NOT_EQUAL, "__name__", "")))) {
      while (set.next()) {
        List<Object> samples = new ArrayList<>();
        SampleCursor cursor = set.samples();
        for (Kind kind = cursor.next(); kind != Kind.END; kind = cursor.next()) {
          samples.add(cursor.timestampMillis());
          samples.add(kind == Kind.VALUE ? (Object) cursor.value() : cursor.histogram());
        }
        all.put(set.labels(), samples);
      }
    }
    return all;
  }

  /** Timestamps and values in turn. */
  private List<Object> samplesOf(String metric) throws StorageException {
    return stored().getOrDefault(Labels.of("__name__", metric), List.of());
  }

  @Test
  void samples_are_written_as_they_came() throws IOException {
    Reply reply =
        post(
            request()
                .series(s -> s.sample(NOW, 1.5).sample(NOW + 1, 0), "__name__", "a", "x", "1")
                .series(s -> s.sample(0, StaleNaN.VALUE), "__name__", "b")
                .toBody());

    assertEquals(DONE, reply);
    assertEquals(
        Map.of(
            Labels.of("__name__", "a", "x", "1"),
            List.of(NOW, 1.5, NOW + 1, 0.0),
            Labels.of("__name__", "b"),
            List.of(0L, StaleNaN.VALUE)),
        stored());
  }

  @Test
  void a_series_goes_on_in_the_next_request() throws IOException {
    for (int i = 0; i < 5; i++) {
      int step = i;
      assertEquals(
          DONE, post(request().series(s -> s.sample(NOW + step, step), "__name__", "a").toBody()));
    }

    assertEquals(10, samplesOf("a").size());
  }

  @Test
  void a_sent_again_request_is_taken_and_changes_nothing() throws IOException {
    byte[] body = request().series(s -> s.sample(NOW, 1), "__name__", "a").toBody();
    post(body);
    Map<Labels, List<Object>> before = stored();

    assertEquals(DONE, post(body));
    assertEquals(before, stored());
  }

  @Test
  void labels_in_any_order_are_one_series() throws IOException {
    post(request().series(s -> s.sample(NOW, 1), "z", "1", "__name__", "a", "e", "").toBody());
    post(request().series(s -> s.sample(NOW + 1, 2), "__name__", "a", "z", "1").toBody());

    assertEquals(
        Map.of(Labels.of("__name__", "a", "z", "1"), List.of(NOW, 1.0, NOW + 1, 2.0)), stored());
  }

  @Test
  void labels_behind_samples_count_too() throws IOException {
    byte[] body =
        request()
            .message(
                1,
                s ->
                    s.labels("__name__", "a")
                        .sample(NOW, 1)
                        .labels("x", "1")
                        .sample(NOW + 1, 2)
                        .labels("y", "2"))
            .toBody();

    assertEquals(DONE, post(body));
    assertEquals(
        Map.of(Labels.of("__name__", "a", "x", "1", "y", "2"), List.of(NOW, 1.0, NOW + 1, 2.0)),
        stored());
  }

  @Test
  void unknown_fields_are_passed_over() throws IOException {
    byte[] body =
        request()
            .varint(99, 1)
            .message(
                1,
                s ->
                    s.labels("__name__", "a")
                        .float64(77, 1)
                        .message(2, m -> m.float64(1, 4).varint(9, 1).varint(2, NOW).text(7, "?")))
            .message(3, m -> m.varint(1, 1).text(2, "a").text(4, "Help."))
            .toBody();

    assertEquals(DONE, post(body));
    assertEquals(Map.of(Labels.of("__name__", "a"), List.of(NOW, 4.0)), stored());
  }

  @Test
  void series_that_cannot_be_are_left_out_and_the_others_are_kept() throws IOException {
    byte[] body =
        request()
            .series(s -> s.sample(NOW, 1), "x", "no name")
            .series(s -> s.sample(NOW, 1), "__name__", "a", "", "no label name")
            .series(s -> s.sample(NOW, 1), "__name__", "a", "x", "1", "x", "2")
            .message(
                1,
                s ->
                    s.labels("__name__", "a")
                        .message(1, l -> l.text(1, "x").bytes(2, new byte[] {(byte) 0xff}))
                        .sample(NOW, 1))
            .series(s -> s.sample(NOW, 7), "__name__", "good", "x", "\uFFFD")
            .toBody();

    assertEquals(DONE, post(body));
    assertEquals(Map.of(Labels.of("__name__", "good", "x", "\uFFFD"), List.of(NOW, 7.0)), stored());
  }

  @Test
  void a_sample_out_of_order_refuses_the_whole_request() throws IOException {
    post(request().series(s -> s.sample(NOW, 1), "__name__", "a").toBody());
    byte[] body =
        request()
            .series(s -> s.sample(NOW + 9, 1), "__name__", "b")
            .series(s -> s.sample(NOW - 1, 1), "__name__", "a")
            .toBody();

    assertEquals(new Reply(400, "out of order sample"), post(body));
    assertEquals(Map.of(Labels.of("__name__", "a"), List.of(NOW, 1.0)), stored());
  }

  @Test
  void another_value_at_the_same_time_refuses_the_request() throws IOException {
    post(request().series(s -> s.sample(NOW, 1), "__name__", "a").toBody());

    Reply reply = post(request().series(s -> s.sample(NOW, 2), "__name__", "a").toBody());

    assertEquals(400, reply.status());
    assertTrue(reply.text().startsWith("duplicate sample for timestamp"), reply.text());
  }

  @Test
  void what_is_more_than_ten_minutes_ahead_is_refused() throws IOException {
    Reply reply = post(request().series(s -> s.sample(NOW + 600_001, 2), "__name__", "a").toBody());

    assertEquals(new Reply(400, "out of bounds: timestamp is too far in the future"), reply);
  }

  @Test
  void exemplars_are_kept_with_their_series() throws IOException {
    post(
        request()
            .series(
                s ->
                    s.sample(NOW, 1)
                        .message(3, e -> e.labels("trace_id", "t1").float64(2, 0.5).varint(3, NOW)),
                "__name__",
                "a")
            .toBody());

    assertEquals(
        Map.of(
            Labels.of("__name__", "a"),
            List.of(new Exemplar(Labels.of("trace_id", "t1"), 0.5, NOW))),
        storage.exemplars(
            Access.of(Principal.ANONYMOUS),
            ALL,
            List.of(new Matcher(Matcher.Type.EQUAL, "__name__", "a"))));
  }

  @Test
  void histograms_of_whole_counts_come_as_differences() throws IOException {
    post(
        request()
            .series(
                s ->
                    s.message(
                        4,
                        h ->
                            h.varint(1, 12)
                                .float64(3, 18.5)
                                .zigzag(4, -2)
                                .float64(5, 0.001)
                                .varint(6, 2)
                                .message(8, span -> span.zigzag(1, -3).varint(2, 1))
                                .packedZigzag(9, 1)
                                .message(11, span -> span.varint(2, 2))
                                .message(11, span -> span.zigzag(1, 1).varint(2, 1))
                                .packedZigzag(12, 3, 1, -2)
                                .varint(14, 3)
                                .varint(15, NOW)),
                "__name__",
                "h")
            .toBody());

    var histogram = assertInstanceOf(NativeHistogram.Counts.class, samplesOf("h").get(1));
    assertEquals(-2, histogram.schema());
    assertEquals(12, histogram.count());
    assertEquals(2, histogram.zeroCount());
    assertEquals(18.5, histogram.sum());
    assertEquals(NativeHistogram.ResetHint.GAUGE, histogram.resetHint());
    assertArrayEquals(new long[] {3, 4, 2}, histogram.positiveCounts());
    assertArrayEquals(new long[] {1}, histogram.negativeCounts());
    assertEquals(new NativeHistogram.Span(-3, 1), histogram.negativeSpans()[0]);
    assertEquals(new NativeHistogram.Span(1, 1), histogram.positiveSpans()[1]);
  }

  @Test
  void histograms_of_floats_with_bounds_of_their_own_are_taken() throws IOException {
    post(
        request()
            .series(
                s ->
                    s.message(
                        4,
                        h ->
                            h.float64(2, 3.5)
                                .float64(3, 9)
                                .zigzag(4, -53)
                                .message(11, span -> span.varint(2, 2))
                                .packedFloats(13, 1.5, 2)
                                .packedFloats(16, 0.1, 1)
                                .varint(15, NOW)),
                "__name__",
                "h")
            .toBody());

    var histogram = assertInstanceOf(NativeHistogram.FloatCounts.class, samplesOf("h").get(1));
    assertArrayEquals(new double[] {1.5, 2}, histogram.positiveCounts());
    assertArrayEquals(new double[] {0.1, 1}, histogram.customBounds());
  }

  @Test
  void a_histogram_that_contradicts_itself_is_refused() throws IOException {
    Reply reply =
        post(
            request()
                .series(
                    s ->
                        s.message(
                            4,
                            h ->
                                h.varint(1, 5)
                                    .message(11, span -> span.varint(2, 3))
                                    .packedZigzag(12, 1)
                                    .varint(15, NOW)),
                    "__name__",
                    "h")
                .toBody());

    assertEquals(
        new Reply(400, "invalid histogram: it has spans of 3 buckets, and 1 counts"), reply);
  }

  @Test
  void what_is_no_snappy_is_told_so() throws IOException {
    assertEquals(new Reply(400, "snappy: corrupt input"), post(new byte[] {4, 1, 2, 3, 4, 5}));
    assertEquals(new Reply(400, "snappy: corrupt input"), post(new byte[0]));
  }

  @Test
  void a_claim_of_too_many_bytes_is_refused_before_memory_is_taken() throws IOException {
    Reply reply = post(WriteRequests.message().raw(40L << 20).toBytes());

    assertEquals(400, reply.status());
    assertTrue(reply.text().contains("too large"), reply.text());
  }

  @Test
  void what_is_no_protobuf_is_refused_as_a_whole() throws IOException {
    byte[] body =
        request()
            .series(s -> s.sample(NOW, 1), "__name__", "a")
            .raw((1 << 3) | WireReader.BYTES)
            .raw(1000)
            .toBody();

    assertEquals(new Reply(400, "unexpected EOF"), post(body));
    assertEquals(Map.of(), stored());
  }

  @Test
  void other_types_and_encodings_are_not_supported() throws IOException {
    for (String[] headers :
        new String[][] {
          {"application/json", "snappy"},
          {"application/x-protobuf;proto=io.prometheus.write.v2.Request", "snappy"},
          {"application/x-protobuf;proto=other", "snappy"},
          {"application/x-protobuf;proto", "snappy"},
          {"application/x-protobuf", "gzip"}
        }) {
      Reply reply =
          receiver.receive(
              storage, headers[0], headers[1], 0, new ByteArrayInputStream(new byte[0]));

      assertEquals(415, reply.status(), headers[0] + " " + headers[1]);
    }
  }

  @Test
  void headers_may_be_absent_and_the_length_unknown() throws IOException {
    byte[] body = request().series(s -> s.sample(NOW, 1), "__name__", "a").toBody();

    assertEquals(DONE, receiver.receive(storage, "", "", -1, new ByteArrayInputStream(body)));
    assertEquals(1, stored().size());
  }

  @Test
  void a_storage_that_cannot_write_is_the_servers_fault() throws IOException {
    Reply reply =
        post(
            () -> {
              throw new StorageException("the disk is full");
            },
            request().series(s -> s.sample(NOW, 1), "__name__", "a").toBody());

    assertEquals(new Reply(500, "the disk is full"), reply);
  }
}
