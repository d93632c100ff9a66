package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.HOUR;
import static dev.pharos.storage.tsdb.TsdbFixture.metric;
import static dev.pharos.storage.tsdb.TsdbFixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.api.StorageTool;
import dev.pharos.storage.tsdb.interop.Dump;
import dev.pharos.storage.tsdb.interop.Peer;
import dev.pharos.storage.tsdb.tool.TsdbTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder of this database, with blocks, head and log, opens in Debian's Prometheus. */
@Timeout(120)
class PrometheusTakesOverTest {

  private static final long MINUTE = 60_000;
  private static final int HOURS = 9;
  private static final Labels HISTOGRAM = metric("latency", "kind", "counts");
  private static final Labels FLOATS = metric("latency", "kind", "floats");
  private static final Labels UP = metric("up", "instance", "a");

  @TempDir Path dir;

  private final long start = Instant.now().toEpochMilli() / MINUTE * MINUTE - HOURS * HOUR;

  @BeforeEach
  void requirePeer() {
    Peer.require();
  }

  /** Fills a folder; leaves it as it is when the process is killed, in a copy. */
  private Path fill() throws Exception {
    Path data = dir.resolve("ours");
    TsdbSettings settings = TsdbSettings.of(data, Duration.ofDays(15));
    Path killed = dir.resolve("killed");
    try (TsdbStorage storage = open(settings)) {
      for (long at = 0; at < HOURS * HOUR; at += MINUTE) {
        writeStep(storage, start + at, (int) (at / MINUTE));
      }
      TsdbFixture.write(storage, UP, new Sample.OfExemplar(exemplar()));
      storage.upkeep().compact();
      storage.upkeep().compact();
      assertTrue(storage.blocks().metas().size() > 1);
      TsdbAdmin admin = new TsdbAdmin(storage);
      for (long hour : new long[] {1, HOURS - 1}) {
        TimeRange gone = new TimeRange(start + hour * HOUR, start + hour * HOUR + 10 * MINUTE);
        admin.delete(Access.system(), gone, List.of(Matcher.metric("up")));
      }
      copy(data, killed);
      Dump.assertSame(Dump.of(storage), folderDump(killed), "the folder of a killed process");
    }
    return killed;
  }

  private void writeStep(TsdbStorage storage, long millis, int i) throws IOException {
    try (SampleBatch batch = storage.begin()) {
      append(batch, UP, new Sample.Value(Sample.NO_START, millis, i % 5 == 0 ? 0 : 1));
      double odd = i % 7 == 0 ? Double.POSITIVE_INFINITY : Math.sin(i) * 1e-300;
      append(batch, metric("odd", "l", "ü\"\\"), new Sample.Value(Sample.NO_START, millis, odd));
      append(batch, HISTOGRAM, new Sample.Histogram(Sample.NO_START, millis, counts(i)));
      append(batch, FLOATS, new Sample.Histogram(Sample.NO_START, millis, floats(i)));
      batch.commit();
    }
  }

  private static void append(SampleBatch batch, Labels labels, Sample sample) throws IOException {
    assertEquals(Outcome.ACCEPTED, batch.append(batch.series(labels), sample));
  }

  private Exemplar exemplar() {
    return new Exemplar(Labels.of("trace", "t1"), 0.5, start + HOURS * HOUR - MINUTE);
  }

  private static NativeHistogram.Counts counts(int i) {
    return new NativeHistogram.Counts(
        ResetHint.UNKNOWN,
        0,
        0.001,
        i,
        4L * i + 1,
        i * 1.5,
        new Span[] {new Span(0, 2)},
        new long[] {i, i + 1},
        new Span[] {new Span(1, 1)},
        new long[] {i},
        new double[0]);
  }

  private static NativeHistogram.FloatCounts floats(int i) {
    return new NativeHistogram.FloatCounts(
        ResetHint.UNKNOWN,
        0,
        0.001,
        0.5 * i,
        2.5 * i + 1,
        i * 2.5,
        new Span[] {new Span(0, 2)},
        new double[] {i, i + 1},
        new Span[] {new Span(1, 1)},
        new double[] {0},
        new double[0]);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
    Files.deleteIfExists(to.resolve("lock"));
  }

  private static List<String> folderDump(Path data) throws IOException {
    try (StorageTool.Reading reading = new TsdbTool().open(data)) {
      return Dump.of(reading);
    }
  }

  @Test
  void promtool_lists_analyzes_and_dumps_what_a_killed_process_left() throws Exception {
    Path data = fill();
    Dump.assertSame(folderDump(data), Peer.dump(data), "promtool's dump");
    List<StorageTool.Block> blocks = new TsdbTool().blocks(data);
    List<String> listed = Peer.promtool("tsdb", "list", data.toString());
    assertEquals(blocks.size() + 1, listed.size(), listed::toString);
    for (int i = 0; i < blocks.size(); i++) {
      StorageTool.Block block = blocks.get(i);
      List<String> row = List.of(listed.get(i + 1).split(" +"));
      assertEquals(block.ulid(), row.getFirst());
      assertEquals(Long.toString(block.samples()), row.get(4));
      assertEquals(Long.toString(block.bytes()), row.getLast());
    }
    List<String> analyzed = Peer.promtool("tsdb", "analyze", data.toString());
    assertTrue(analyzed.contains("Series: 4"), analyzed::toString);
  }

  @Test
  void its_server_answers_with_values_histograms_and_exemplars_and_we_go_on_behind_it()
      throws Exception {
    Path data = fill();
    List<String> expected = folderDump(data);
    try (Peer peer =
        Peer.start(data, "{}", "--enable-feature=native-histograms,exemplar-storage")) {
      long end = start + HOURS * HOUR - MINUTE;
      JsonArray up = only(peer.query("up[" + HOURS + "h]", end)).getAsJsonArray("values");
      assertEquals(HOURS * 60 - 20, up.size());
      assertHistograms(peer.query("latency{kind=\"counts\"}[" + HOURS + "h]", end), false);
      assertHistograms(peer.query("latency{kind=\"floats\"}[" + HOURS + "h]", end), true);
      String exemplars =
          peer.api("query_exemplars?query=up&start=" + start / 1000 + "&end=" + end / 1000);
      assertTrue(exemplars.contains("\"trace\":\"t1\""), exemplars);
      peer.stop();
    }
    try (TsdbStorage storage = open(TsdbSettings.of(data, Duration.ofDays(15)))) {
      Dump.assertSame(expected, Dump.of(storage), "the folder behind Prometheus");
      assertEquals(0, storage.figures().corruptions.sum());
    }
  }

  private static JsonObject only(String answer) {
    JsonArray result =
        JsonParser.parseString(answer)
            .getAsJsonObject()
            .getAsJsonObject("data")
            .getAsJsonArray("result");
    assertEquals(1, result.size(), answer);
    return result.get(0).getAsJsonObject();
  }

  private void assertHistograms(String answer, boolean floats) {
    JsonArray all = only(answer).getAsJsonArray("histograms");
    assertEquals(HOURS * 60, all.size());
    for (JsonElement element : all) {
      JsonArray pair = element.getAsJsonArray();
      int i = (int) ((Math.round(pair.get(0).getAsDouble() * 1000) - start) / MINUTE);
      JsonObject histogram = pair.get(1).getAsJsonObject();
      assertEquals(floats ? floats(i).count() : counts(i).count(), number(histogram, "count"));
      assertEquals(floats ? floats(i).sum() : counts(i).sum(), number(histogram, "sum"));
      double[][] buckets = {
        {1, -2, -1, floats ? 0 : i},
        {3, -0.001, 0.001, floats ? 0.5 * i : i},
        {0, 0.5, 1, i},
        {0, 1, 2, i + 1}
      };
      assertBuckets(buckets, histogram.getAsJsonArray("buckets"), histogram);
    }
  }

  private static double number(JsonObject object, String name) {
    return Double.parseDouble(object.get(name).getAsString());
  }

  /** Whether both ends belong to it, its ends, its count; empty ones are not told. */
  private static void assertBuckets(double[][] expected, JsonArray told, JsonObject of) {
    int next = 0;
    for (double[] bucket : expected) {
      if (bucket[3] != 0) {
        JsonArray found = told.get(next++).getAsJsonArray();
        for (int i = 0; i < bucket.length; i++) {
          assertEquals(bucket[i], Double.parseDouble(found.get(i).getAsString()), of::toString);
        }
      }
    }
    assertEquals(next, told.size(), of::toString);
  }
}
