package dev.pharos.web.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HistogramJsonTest {

  private static final Span[] NONE = {};
  private static final double[] NOTHING = {};

  private static String json(NativeHistogram histogram) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonBytes out = new JsonBytes(bytes);
    HistogramJson.write(out, histogram);
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static NativeHistogram exponential(
      int schema, double width, double zeros, int first, double... counts) {
    Span[] spans = {new Span(first, counts.length)};
    return new FloatCounts(
        ResetHint.UNKNOWN, schema, width, zeros, 10, 5, spans, counts, spans, counts, NOTHING);
  }

  /** Rules 1, 3 and 0 say which ends belong to a bucket: the lower, both, the upper. */
  @Test
  void buckets_that_are_not_empty_are_written_lowest_first() throws IOException {
    assertEquals(
        "{\"count\":\"10\",\"sum\":\"5\",\"buckets\":["
            + "[1,\"-4\",\"-2\",\"3\"],[1,\"-1\",\"-0.5\",\"1\"],[3,\"-0.25\",\"0.25\",\"2\"],"
            + "[0,\"0.5\",\"1\",\"1\"],[0,\"2\",\"4\",\"3\"]]}",
        json(exponential(0, 0.25, 2, 0, 1, 0, 3)));
  }

  @Test
  void bounds_are_those_of_instrumented_code() throws IOException {
    assertEquals(
        "{\"count\":\"10\",\"sum\":\"5\",\"buckets\":["
            + "[1,\"-0.7071067811865475\",\"-0.5\",\"1\"],[0,\"0.5\",\"0.7071067811865475\",\"1\"]]}",
        json(exponential(1, 0, 0, -1, 1)));
  }

  @Test
  void no_bucket_reaches_into_the_one_around_zero() throws IOException {
    assertEquals(
        "{\"count\":\"10\",\"sum\":\"5\",\"buckets\":["
            + "[1,\"-1\",\"-0.75\",\"1\"],[0,\"0.75\",\"1\",\"1\"]]}",
        json(exponential(0, 0.75, 0, 0, 1)));
  }

  @Test
  void less_than_nothing_around_zero_is_left_out() throws IOException {
    assertEquals(
        "{\"count\":\"10\",\"sum\":\"5\",\"buckets\":["
            + "[1,\"-1\",\"-0.5\",\"-1\"],[0,\"0.5\",\"1\",\"-1\"]]}",
        json(exponential(0, 0.25, -2, 0, -1)));
  }

  @Test
  void the_first_of_listed_bounds_has_both_its_ends() throws IOException {
    NativeHistogram listed =
        new FloatCounts(
            ResetHint.UNKNOWN,
            NativeHistogram.CUSTOM_BUCKETS_SCHEMA,
            0,
            0,
            6,
            7,
            new Span[] {new Span(0, 3)},
            new double[] {1, 2, 3},
            NONE,
            NOTHING,
            new double[] {1, 5});
    assertEquals(
        "{\"count\":\"6\",\"sum\":\"7\",\"buckets\":["
            + "[3,\"-Inf\",\"1\",\"1\"],[0,\"1\",\"5\",\"2\"],[0,\"5\",\"+Inf\",\"3\"]]}",
        json(listed));
  }

  @Test
  void a_histogram_without_observations_has_no_buckets() throws IOException {
    assertEquals("{\"count\":\"10\",\"sum\":\"5\"}", json(exponential(0, 0.25, 0, 0, 0)));
  }
}
